import { fromHalf, toHalf } from './float16';

/** Element types a tensor can have, by their ONNX names in lower case. */
export type DType =
  | 'float32'
  | 'float64'
  | 'float16'
  | 'int8'
  | 'int16'
  | 'int32'
  | 'int64'
  | 'uint8'
  | 'uint16'
  | 'uint32'
  | 'uint64'
  | 'bool';

interface ArrayOf {
  float32: Float32Array;
  float64: Float64Array;
  /** IEEE binary16, as bits. */
  float16: Uint16Array;
  int8: Int8Array;
  int16: Int16Array;
  int32: Int32Array;
  int64: BigInt64Array;
  uint8: Uint8Array;
  uint16: Uint16Array;
  uint32: Uint32Array;
  uint64: BigUint64Array;
  /** One byte an element, 0 or 1. */
  bool: Uint8Array;
}

export type TypedArrayOf<D extends DType> = ArrayOf[D];
export type AnyTypedArray = ArrayOf[DType];

const constructors: { [D in DType]: new (length: number) => ArrayOf[D] } = {
  float32: Float32Array,
  float64: Float64Array,
  float16: Uint16Array,
  int8: Int8Array,
  int16: Int16Array,
  int32: Int32Array,
  int64: BigInt64Array,
  uint8: Uint8Array,
  uint16: Uint16Array,
  uint32: Uint32Array,
  uint64: BigUint64Array,
  bool: Uint8Array,
};

export const dtypes = Object.keys(constructors) as readonly DType[];

export function isDtype(name: string): name is DType {
  return Object.hasOwn(constructors, name);
}

/** Bytes of one element. */
export const dtypeBytes: Readonly<Record<DType, number>> = {
  float32: 4,
  float64: 8,
  float16: 2,
  int8: 1,
  int16: 2,
  int32: 4,
  int64: 8,
  uint8: 1,
  uint16: 2,
  uint32: 4,
  uint64: 8,
  bool: 1,
};

/** A zeroed typed array of `length` elements of `dtype`. */
export function allocate<D extends DType>(dtype: D, length: number): TypedArrayOf<D> {
  return new constructors[dtype](length);
}

/** The numbers as elements of `dtype`, as its typed array stores them: integers wrap, halves round to nearest even. */
export function fromNumbers(dtype: DType, values: ArrayLike<number>): AnyTypedArray {
  const data: AnyTypedArray = allocate<DType>(dtype, values.length);
  if (data instanceof BigInt64Array || data instanceof BigUint64Array) {
    for (let i = 0; i < values.length; i++) data[i] = BigInt(values[i] as number);
  } else if (dtype === 'float16') {
    for (let i = 0; i < values.length; i++) data[i] = toHalf(values[i] as number);
  } else data.set(values);
  return data;
}

/** The elements as numbers; beyond 2^53 the nearest. */
export function toNumbers({ dtype, data }: { readonly dtype: DType; readonly data: AnyTypedArray }): Float64Array {
  const numbers = new Float64Array(data.length);
  if (dtype === 'float16') for (let i = 0; i < data.length; i++) numbers[i] = fromHalf(Number(data[i]));
  else for (let i = 0; i < data.length; i++) numbers[i] = Number(data[i]);
  return numbers;
}

export function isFloat(dtype: DType): boolean {
  return dtype === 'float32' || dtype === 'float64' || dtype === 'float16';
}

/** Whole numbers, bool not among them. */
export function isInteger(dtype: DType): boolean {
  return !isFloat(dtype) && dtype !== 'bool';
}

/** Numbers of the element types in ONNX (TensorProto.DataType). */
export const onnxType = {
  float32: 1,
  uint8: 2,
  int8: 3,
  uint16: 4,
  int16: 5,
  int32: 6,
  int64: 7,
  bool: 9,
  float16: 10,
  float64: 11,
  uint32: 12,
  uint64: 13,
} as const satisfies Record<DType, number>;

const byNumber: ReadonlyMap<number, DType> = new Map(
  Object.entries(onnxType).map(([dtype, number]) => [number, dtype as DType]),
);

/** The element type with an ONNX number; undefined for those that tensors here can't have, such as bfloat16. */
export const dtypeOfOnnx = (number: number): DType | undefined => byNumber.get(number);
