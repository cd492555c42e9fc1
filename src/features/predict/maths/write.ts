import { Rng } from '../../../core/rng';
import { type Choosing, chances, draw, type Window, windowOf } from './nextToken';

export interface Writing {
  /** What stands there already; not empty. */
  readonly prompt: readonly number[];
  /** Tokens to write. */
  readonly count: number;
  /** Tokens the model reads at once. */
  readonly length: number;
  readonly choosing: Choosing;
  readonly seed: number;
  /** The chances [V] after the window's last token, as probabilities or scores; undefined ends the writing. */
  answer(window: Window): Promise<ArrayLike<number> | undefined>;
  allowed(token: number): boolean;
  /** What was written, and the chances it was drawn from; false ends the writing. */
  onToken(token: number, shares: Float64Array): boolean;
}

/** Writes token after token, each drawn after those before it. The same seed gives the same text. */
export async function write({
  prompt,
  count,
  length,
  choosing,
  seed,
  answer,
  allowed,
  onToken,
}: Writing): Promise<void> {
  const tokens = [...prompt];
  const rng = Rng.of(seed, 'write');
  for (let i = 0; i < count; i++) {
    const scores = await answer(windowOf(tokens, length));
    if (!scores) return;
    const shares = chances(scores, choosing, allowed);
    const token = draw(shares, rng);
    tokens.push(token);
    if (!onToken(token, shares)) return;
  }
}

/** The likeliest tokens with their shares, the likeliest first. */
export function likeliest(
  shares: ArrayLike<number>,
  count: number,
): { readonly token: number; readonly share: number }[] {
  return Array.from(shares, (share, token) => ({ token, share }))
    .filter(({ share }) => share > 0)
    .sort((a, b) => b.share - a.share || a.token - b.token)
    .slice(0, count);
}
