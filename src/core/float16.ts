/** IEEE 754 binary16 as bits: 1 sign, 5 exponent (bias 15), 10 fraction. */

const single = new Float32Array(1);
const singleBits = new Uint32Array(single.buffer);

/** The number 16 bits stand for; exact. */
export function fromHalf(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0x1f) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/** The bits of the nearest half, ties to even; beyond 65520 infinity. A float64 is rounded to float32 first. */
export function toHalf(value: number): number {
  single[0] = value;
  const bits = singleBits[0] as number;
  const sign = (bits >>> 16) & 0x8000;
  const magnitude = bits & 0x7fffffff;
  if (magnitude > 0x7f800000) return sign | 0x7e00;
  if (magnitude >= 0x47800000) return sign | 0x7c00; // 65536 and more
  if (magnitude < 0x38800000) return sign | roundEven(Math.abs(single[0] as number) * 2 ** 24); // subnormal
  // rebias 127 -> 15, keep 10 of 23 bits; a carry may run into the exponent, up to infinity
  const rest = magnitude & 0x1fff;
  const kept = (magnitude - 0x38000000) >>> 13;
  return sign | (kept + (rest > 0x1000 || (rest === 0x1000 && kept & 1) ? 1 : 0));
}

function roundEven(x: number): number {
  const low = Math.floor(x);
  const rest = x - low;
  return low + (rest > 0.5 || (rest === 0.5 && low % 2 === 1) ? 1 : 0);
}
