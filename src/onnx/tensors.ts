import { create, type MessageInitShape } from '@bufbuild/protobuf';
import { type AnyTypedArray, onnxType } from '../core/dtype';
import { internal } from '../core/errors';
import type { TensorType } from '../core/shape';
import type { HostTensor } from '../core/tensor';
import { type TensorProto, TensorProtoSchema, type ValueInfoProto, ValueInfoProtoSchema } from './onnx_pb';

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
