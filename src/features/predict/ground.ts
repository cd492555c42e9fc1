import { toNumbers } from '../../core/dtype';
import type { HostTensor } from '../../core/tensor';

/** What drawings lie on; undefined for pictures that fill their frame, such as photographs. */
export type Ground = 'black' | 'white' | undefined;

const DARK = 40;
const LIGHT = 215;
/** Of the numbers along the edges. */
const NEARLY_ALL = 0.8;

/** What nearly all edges of pictures [n, C, H, W] of bytes are. */
export function groundOf({ dims, data }: HostTensor): Ground {
  const [height = 0, width = 0] = dims.slice(-2);
  let [edge, dark, light] = [0, 0, 0];
  for (let i = 0; i < data.length; i++) {
    const [x, y] = [i % width, Math.floor(i / width) % height];
    if (x > 0 && y > 0 && x < width - 1 && y < height - 1) continue;
    const value = Number(data[i]);
    edge++;
    if (value <= DARK) dark++;
    else if (value >= LIGHT) light++;
  }
  if (edge === 0) return undefined;
  if (dark >= NEARLY_ALL * edge) return 'black';
  return light >= NEARLY_ALL * edge ? 'white' : undefined;
}

/** Paper is never even: less of a difference than this is no ink. */
const LEAST_INK = 48;

/** Dark ink on light paper as light ink on black: v -> 255 (paper - v) / (paper - ink), the paper its median, the ink its darkest hundredth. */
export function inkOf(picture: HostTensor): HostTensor {
  const numbers = toNumbers(picture);
  const ordered = numbers.toSorted();
  const at = (share: number) => ordered[Math.floor(share * (ordered.length - 1))] ?? 0;
  const paper = at(0.5);
  const range = Math.max(LEAST_INK, paper - at(0.01));
  const data = Uint8Array.from(numbers, (value) =>
    Math.min(255, Math.max(0, Math.round((255 * (paper - value)) / range))),
  );
  return { ...picture, data };
}

/** Light ink on black as dark ink on white. */
export const onWhite = (picture: HostTensor): HostTensor => ({
  ...picture,
  data: Uint8Array.from(toNumbers(picture), (value) => 255 - value),
});
