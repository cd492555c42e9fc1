import { create, type MessageInitShape } from '@bufbuild/protobuf';
import type { AnyTypedArray, DType } from '../core/dtype';
import { internal } from '../core/errors';
import type { TensorType } from '../core/shape';
import type { HostTensor } from '../core/tensor';
import {
  type TensorProto,
  TensorProto_DataType,
  TensorProtoSchema,
  type ValueInfoProto,
  ValueInfoProtoSchema,
} from './onnx_pb';

/** ONNX's number for an element type (TensorProto.DataType). */
export const onnxType: Record<DType, TensorProto_DataType> = {
  float32: TensorProto_DataType.FLOAT,
  float64: TensorProto_DataType.DOUBLE,
  float16: TensorProto_DataType.FLOAT16,
  int8: TensorProto_DataType.INT8,
  int16: TensorProto_DataType.INT16,
  int32: TensorProto_DataType.INT32,
  int64: TensorProto_DataType.INT64,
  uint8: TensorProto_DataType.UINT8,
  uint16: TensorProto_DataType.UINT16,
  uint32: TensorProto_DataType.UINT32,
  uint64: TensorProto_DataType.UINT64,
  bool: TensorProto_DataType.BOOL,
};

const littleEndian = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;

/** The elements as `raw_data` wants them: little-endian, row-major. The bytes are shared, not copied. */
function rawBytes(data: AnyTypedArray): Uint8Array {
  if (!littleEndian) internal('big-endian machines are not supported');
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}

export function tensorProto(name: string, { dtype, dims, data }: HostTensor): TensorProto {
  return create(TensorProtoSchema, {
    name,
    dataType: onnxType[dtype],
    dims: dims.map(BigInt),
    rawData: rawBytes(data),
  });
}

/** Name, element type and sizes; a symbolic size becomes dim_param. */
export function valueInfo(name: string, { dtype, shape }: TensorType): ValueInfoProto {
  const dim = shape.map((size) =>
    typeof size === 'number'
      ? { value: { case: 'dimValue' as const, value: BigInt(size) } }
      : { value: { case: 'dimParam' as const, value: size } },
  );
  const init: MessageInitShape<typeof ValueInfoProtoSchema> = {
    name,
    type: { value: { case: 'tensorType', value: { elemType: onnxType[dtype], shape: { dim } } } },
  };
  return create(ValueInfoProtoSchema, init);
}
