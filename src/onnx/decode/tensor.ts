import { type AnyTypedArray, allocate, type DType, dtypeBytes, dtypeOfOnnx } from '../../core/dtype';
import type { HostTensor } from '../../core/tensor';
import { ImportError } from './errors';
import type { RawTensor } from './raw';

/** Names of TensorProto.DataType, for messages about those we do not have. */
const typeNames = [
  'undefined',
  'float32',
  'uint8',
  'int8',
  'uint16',
  'int16',
  'int32',
  'int64',
  'string',
  'bool',
  'float16',
  'float64',
  'uint32',
  'uint64',
  'complex64',
  'complex128',
  'bfloat16',
  'float8e4m3fn',
  'float8e4m3fnuz',
  'float8e5m2',
  'float8e5m2fnuz',
  'uint4',
  'int4',
  'float4e2m1',
];

/** The element type of ONNX's number for it. Throws ImportError `dtype` where the IR has none. */
export function dtypeFrom(code: number, op: string): DType {
  const dtype = dtypeOfOnnx(code);
  if (!dtype) throw new ImportError('dtype', { op, actual: typeNames[code] ?? `type ${code}` });
  return dtype;
}

/** The tensor in its own memory. Throws ImportError `externalData`, `dtype`, `malformed`. */
export function hostTensorOf(tensor: RawTensor): HostTensor {
  const { name, dims } = tensor;
  if (tensor.external) throw new ImportError('externalData', { name });
  const dtype = dtypeFrom(tensor.dataType, name || 'a tensor');
  const size = elementCount(tensor);
  return { dtype, dims, data: tensor.raw ? fromRaw(tensor, dtype, size) : fromFields(tensor, dtype, size) };
}

/** The strings of a string tensor, as UTF-8. */
export function stringsOf(tensor: RawTensor): readonly string[] {
  return (tensor.strings ?? []).map((bytes) => new TextDecoder().decode(bytes));
}

function elementCount({ name, dims }: RawTensor): number {
  let size = 1;
  for (const dim of dims) {
    if (!Number.isSafeInteger(dim) || dim < 0) malformed(name, `has an axis of size ${dim}`);
    size *= dim;
  }
  return Number.isSafeInteger(size) ? size : malformed(name, 'has too many elements');
}

/** Little-endian, row-major; copied, for alignment and to let go of the file. */
function fromRaw({ name, raw }: RawTensor, dtype: DType, size: number): AnyTypedArray {
  const bytes = raw as Uint8Array;
  if (bytes.length !== size * dtypeBytes[dtype])
    malformed(name, `has ${bytes.length} bytes instead of ${size * dtypeBytes[dtype]}`);
  const data = allocate<DType>(dtype, size);
  new Uint8Array(data.buffer).set(bytes);
  if (dtype === 'bool') for (let i = 0; i < size; i++) data[i] = data[i] ? 1 : 0;
  return data;
}

/** Which field keeps the elements of a type (TensorProto, comments of the data fields). */
function fieldOf(tensor: RawTensor, dtype: DType): ArrayLike<number | bigint> | undefined {
  switch (dtype) {
    case 'float32':
      return tensor.floats;
    case 'float64':
      return tensor.doubles;
    case 'int64':
      return tensor.int64s;
    case 'uint32':
    case 'uint64':
      return tensor.uint64s;
    case 'float16':
    case 'int8':
    case 'int16':
    case 'int32':
    case 'uint8':
    case 'uint16':
    case 'bool':
      return tensor.int32s;
    default:
      return dtype satisfies never;
  }
}

function fromFields(tensor: RawTensor, dtype: DType, size: number): AnyTypedArray {
  const field = fieldOf(tensor, dtype) ?? [];
  if (field.length !== size) malformed(tensor.name, `has ${field.length} elements instead of ${size}`);
  const data = allocate<DType>(dtype, size);
  if (data instanceof BigInt64Array || data instanceof BigUint64Array)
    for (let i = 0; i < size; i++) data[i] = BigInt(field[i] as bigint);
  else for (let i = 0; i < size; i++) data[i] = Number(field[i]);
  if (dtype === 'bool') for (let i = 0; i < size; i++) data[i] = data[i] ? 1 : 0;
  return data;
}

function malformed(name: string, what: string): never {
  throw new ImportError('malformed', { actual: `the tensor ${name} ${what}` });
}
