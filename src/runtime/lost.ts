/** Why a runtime can do nothing any more: only a fresh thread (and, for a device, a fresh adapter) helps. */
export type LostReason = 'memory' | 'device' | 'abort';

/** The runtime died under the program; what it held is gone. */
export class RuntimeLost extends Error {
  override readonly name = 'RuntimeLost';
  constructor(
    readonly reason: LostReason,
    message: string,
  ) {
    super(message);
  }
}

const signs: readonly (readonly [LostReason, RegExp])[] = [
  [
    'memory',
    /out of memory|\bOOM\b|bad_alloc|Cannot enlarge memory|Array buffer allocation failed|failed to allocate/i,
  ],
  ['device', /device (?:is|was) lost|device lost|DeviceLost|A valid external Instance reference no longer exists/i],
  ['abort', /^Aborted\(|RuntimeError|unreachable|memory access out of bounds|table index is out of bounds/i],
];

/** The error as a `RuntimeLost` where its text says that the runtime died; otherwise unchanged. */
export function asLost(error: unknown): unknown {
  if (error instanceof RuntimeLost) return error;
  const text = error instanceof Error ? `${error.message} ${error.name}` : String(error);
  const sign = signs.find(([, pattern]) => pattern.test(text));
  return sign ? new RuntimeLost(sign[0], text) : error;
}
