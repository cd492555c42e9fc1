/** Steps faster than this spend much of their time on the way in and out of the runtime. */
export const slowestWorthBatching = 10;
/** A call must stay short enough for a pause to feel immediate. */
const longestCall = 25;
const most = 32;

/**
 * Steps a call worth trying for steps of `msPerStep`: a power of two whose call stays under 25 ms, 1 where batching
 * cannot pay.
 * @param fullBatches batches of full size in an epoch
 */
export function candidateStepsPerCall(msPerStep: number, fullBatches: number): number {
  if (msPerStep >= slowestWorthBatching) return 1;
  const fitting = Math.min(most, fullBatches, longestCall / Math.max(msPerStep, 0.01));
  return 2 ** Math.floor(Math.log2(Math.max(1, fitting)));
}

/** One call of K steps has to be this much faster than K calls to be taken. */
export const worthwhile = 0.95;

export function sameBits(a: Float32Array, b: Float32Array): boolean {
  if (a.length !== b.length) return false;
  const left = new Uint32Array(a.buffer, a.byteOffset, a.length);
  const right = new Uint32Array(b.buffer, b.byteOffset, b.length);
  for (let i = 0; i < left.length; i++) if (left[i] !== right[i]) return false;
  return true;
}
