import { mirrored, movePicture, shifted, unmoved } from '../../core/moves';
import type { StepParams } from '../../layers/steps/registry';
import type { NumberArray } from '../dataset';
import type { HostStep } from './hostStep';
import { eachExample, planesOf } from './pictures';

const isByte = (values: NumberArray): boolean => values instanceof Uint8Array;
const store = (values: NumberArray, i: number, value: number): void => {
  values[i] = isByte(values) ? Math.min(255, Math.max(0, Math.round(value))) : value;
};

/** A change that only moves pictures. */
function moving<P>(move: NonNullable<HostStep<P>['move']>): HostStep<P> {
  const step = eachExample<P>((values, shape, params, rng) => {
    const { height, width } = planesOf(shape);
    movePicture(values, height, width, move(unmoved(height, width), shape, params, rng));
  });
  return { ...step, move };
}

export const flip: HostStep<StepParams<'flip'>> = moving(({ y, x }, shape, { horizontal, vertical }, rng) => {
  const { height, width } = planesOf(shape);
  const [mirror, turn] = [rng.uniform() < 0.5, rng.uniform() < 0.5];
  return { y: vertical && turn ? mirrored(y, height) : y, x: horizontal && mirror ? mirrored(x, width) : x };
});

/** Inverse mapping about the centre, bilinear, zeros outside (torchvision's rotate with bilinear interpolation). */
export const rotate: HostStep<StepParams<'rotate'>> = eachExample((values, shape, { degrees }, rng) => {
  const { channels, height, width } = planesOf(shape);
  const angle = ((2 * rng.uniform() - 1) * degrees * Math.PI) / 180;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const [cy, cx] = [(height - 1) / 2, (width - 1) / 2];
  const old = values.slice();
  const at = (c: number, y: number, x: number): number =>
    y < 0 || y >= height || x < 0 || x >= width ? 0 : (old[(c * height + y) * width + x] as number);
  for (let row = 0; row < height; row++)
    for (let column = 0; column < width; column++) {
      const [dy, dx] = [row - cy, column - cx];
      const [y, x] = [cy + cos * dy - sin * dx, cx + sin * dy + cos * dx];
      const [y0, x0] = [Math.floor(y), Math.floor(x)];
      const [ty, tx] = [y - y0, x - x0];
      for (let c = 0; c < channels; c++) {
        const top = at(c, y0, x0) * (1 - tx) + at(c, y0, x0 + 1) * tx;
        const bottom = at(c, y0 + 1, x0) * (1 - tx) + at(c, y0 + 1, x0 + 1) * tx;
        store(values, (c * height + row) * width + column, top * (1 - ty) + bottom * ty);
      }
    }
});

export const shift: HostStep<StepParams<'shift'>> = moving(({ y, x }, shape, { pixels }, rng) => {
  const { height, width } = planesOf(shape);
  const [down, right] = [rng.int(2 * pixels + 1) - pixels, rng.int(2 * pixels + 1) - pixels];
  return { y: shifted(y, down, height), x: shifted(x, right, width) };
});

export const noise: HostStep<StepParams<'noise'>> = eachExample((values, _, { strength }, rng) => {
  const range = isByte(values) ? 255 : 1;
  for (let i = 0; i < values.length; i++) store(values, i, (values[i] as number) + range * strength * rng.normal());
});
