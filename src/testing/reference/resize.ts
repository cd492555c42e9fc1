import type { OpAttrs } from '../../ir/op';
import { at, type Kernel } from './kernel';
import { build, forEachIndex, reader } from './tensor';

type Attrs = OpAttrs['resize'];

/** Elements an output reads along one axis, with their weights; nothing where a crop reaches beyond the input. */
type Taps = readonly (readonly [index: number, weight: number])[];

/** Axis `i` of the picture. Source: ONNX Resize, version 19. */
function place(o: number, i: number, from: number, a: Attrs): number {
  const to = at(a.sizes, i);
  const scale = a.scales?.[i] ?? to / from;
  const [start, end] = [a.roi?.[i] ?? 0, a.roi?.[i + a.sizes.length] ?? 1];
  const centred = (o + 0.5) / scale - 0.5;
  const ends = from - 1;
  if (a.coordinateMode === 'asymmetric') return o / scale;
  if (a.coordinateMode === 'align_corners') return to === 1 ? 0 : (o * ends) / (to - 1);
  if (a.coordinateMode === 'pytorch_half_pixel') return to === 1 ? 0 : centred;
  if (a.coordinateMode === 'half_pixel_symmetric') return centred + (from - to / scale) / 2;
  if (a.coordinateMode === 'half_pixel') return centred;
  return to === 1 ? ((start + end) * ends) / 2 : start * ends + (o * (end - start) * ends) / (to - 1);
}

function rounded(x: number, mode: Attrs['nearestMode'] = 'round_prefer_floor'): number {
  if (mode === 'floor' || mode === 'ceil') return Math[mode](x);
  const below = Math.floor(x);
  if (x - below === 0.5) return mode === 'round_prefer_floor' ? below : below + 1;
  return Math.round(x);
}

/** Keys (1981), between the second and the third of four neighbours, `t` beyond the second. */
function cubicWeights(t: number, a: number): number[] {
  const near = (d: number) => (a + 2) * d ** 3 - (a + 3) * d ** 2 + 1;
  const far = (d: number) => a * d ** 3 - 5 * a * d ** 2 + 8 * a * d - 4 * a;
  return [far(1 + t), near(t), near(1 - t), far(2 - t)];
}

function taps(o: number, i: number, from: number, a: Attrs): Taps {
  const x = place(o, i, from, a);
  if (a.coordinateMode === 'tf_crop_and_resize' && (x < 0 || x > from - 1)) return [];
  const clamp = (n: number) => Math.min(Math.max(n, 0), from - 1);
  if (a.mode === 'nearest') return [[clamp(rounded(x, a.nearestMode)), 1]];
  const below = Math.floor(x);
  const t = x - below;
  const weights = a.mode === 'linear' ? [1 - t, t] : cubicWeights(t, a.cubicCoeffA ?? -0.75);
  const first = a.mode === 'linear' ? below : below - 1;
  const all = weights.map((weight, k) => [first + k, weight] as const);
  if (!a.excludeOutside) return all.map(([n, weight]) => [clamp(n), weight]);
  const kept = all.filter(([n]) => n >= 0 && n < from);
  const total = kept.reduce((sum, [, weight]) => sum + weight, 0);
  return kept.map(([n, weight]) => [n, weight / total]);
}

export const resize: Kernel<'resize'> = ({ inputs, outputs, attrs }) => {
  const x = at(inputs, 0);
  const read = reader(x);
  const spatial = x.dims.slice(2);
  return [
    build(at(outputs, 0), ([b = 0, c = 0, ...o]) => {
      const axes = spatial.map((from, i) => taps(at(o, i), i, from, attrs));
      if (axes.some((list) => list.length === 0)) return attrs.extrapolation ?? 0;
      let sum = 0;
      forEachIndex(
        axes.map((list) => list.length),
        (which) => {
          const chosen = axes.map((list, i) => at(list, at(which, i)));
          const weight = chosen.reduce((product, [, w]) => product * w, 1);
          sum += weight * read([b, c, ...chosen.map(([n]) => n)]);
        },
      );
      return sum;
    }),
  ];
};
