import type { OpAttrs } from '../../ir/op';
import type { OpCase, OpCases } from './case';

type Attrs = OpAttrs['resize'];
type Given = Omit<Attrs, 'sizes' | 'mode' | 'coordinateMode'> & { coordinateMode?: Attrs['coordinateMode'] };

const to =
  (mode: Attrs['mode']) =>
  (name: string, x: readonly number[], sizes: readonly number[], more: Given = {}): OpCase<'resize'> => ({
    name: `${mode}, ${name}`,
    inputs: (n) => [n.normal(...x)],
    attrs: { sizes, mode, coordinateMode: 'half_pixel', ...more },
  });

const nearest = to('nearest');
const linear = to('linear');
const cubic = to('cubic');
const corners: Given = { coordinateMode: 'align_corners' };
const asymmetric: Given = { coordinateMode: 'asymmetric' };
const floor: Given = { coordinateMode: 'asymmetric', nearestMode: 'floor' };

/** Weights are multiples of a power of two, so that what PyTorch computes in float64 and a float32 constant are the same number. */
export const resize: OpCases<'resize'> = {
  gradient: 'rule',
  cases: [
    nearest('doubled', [2, 2, 2, 3], [4, 6], floor),
    nearest('tripled', [1, 2, 2, 1], [6, 3], floor),
    nearest('doubled, centred', [1, 2, 2, 3], [4, 6]),
    nearest('doubled and tripled, 1-D', [2, 1, 3], [9], floor),
    nearest('doubled, 3-D', [1, 1, 2, 1, 2], [4, 2, 4], floor),
    nearest('same', [1, 2, 2, 3], [2, 3], floor),
    nearest('up by a fraction', [1, 2, 3, 4], [5, 7], floor),
    nearest('ten to twelve', [1, 1, 1, 10], [1, 12], floor),
    nearest('down by a third', [1, 1, 3, 9], [1, 3], floor),
    nearest('down', [1, 2, 5, 6], [2, 3], floor),
    nearest('up, centred, ceiling', [1, 1, 3, 4], [5, 7], { nearestMode: 'round_prefer_ceil' }),
    nearest('down, centred', [1, 1, 6, 5], [3, 2]),
    nearest('corners aligned', [1, 1, 3, 4], [5, 7], corners),
    nearest('corners aligned, ceiling', [1, 1, 3, 3], [5, 5], { ...corners, nearestMode: 'round_prefer_ceil' }),
    nearest('asymmetric, ceiling', [1, 1, 2, 3], [5, 4], { ...asymmetric, nearestMode: 'ceil' }),
    nearest('asymmetric, rounded', [1, 1, 2, 3], [4, 9], asymmetric),
    nearest('given scales', [1, 1, 4, 5], [2, 3], { ...floor, scales: [0.6, 0.75] }),
    nearest('to one', [1, 2, 3, 3], [1, 1], floor),
    {
      ...nearest('int32', [1], [1], floor),
      inputs: (n) => [n.whole('int32', -9, 9, 1, 1, 2, 2)],
      attrs: { sizes: [4, 4], mode: 'nearest', ...floor, coordinateMode: 'asymmetric' },
    },
    { ...nearest('symbolic batch', [3, 1, 2, 2], [4, 4], floor), declared: [['B', 1, 2, 2]] },
    { ...nearest('symbolic batch, up by a fraction', [3, 1, 2, 2], [3, 5], floor), declared: [['B', 1, 2, 2]] },
    linear('doubled', [2, 2, 2, 3], [4, 6]),
    linear('up by a fraction', [1, 2, 3, 5], [4, 8]),
    linear('down', [1, 2, 6, 7], [2, 4]),
    linear('one row', [1, 1, 1, 3], [4, 4]),
    linear('corners aligned', [1, 2, 2, 3], [5, 5], corners),
    linear('corners aligned, to one', [1, 1, 3, 3], [1, 2], corners),
    linear('asymmetric', [1, 1, 2, 3], [4, 8], asymmetric),
    linear('as PyTorch, to one', [1, 1, 4, 4], [1, 8], { coordinateMode: 'pytorch_half_pixel' }),
    linear('1-D', [2, 2, 3], [4]),
    linear('3-D', [1, 1, 2, 3, 2], [4, 2, 4]),
    linear('3-D, corners aligned', [1, 1, 2, 3, 2], [3, 5, 2], corners),
    linear('given scales', [1, 1, 3, 4], [6, 2], { scales: [2, 0.5] }),
    linear('given scales that cut', [1, 1, 5, 3], [2, 6], { scales: [0.5, 2] }),
    linear('same', [1, 1, 2, 3], [2, 3]),
    linear('crop', [1, 1, 5, 5], [3, 5], { coordinateMode: 'tf_crop_and_resize', roi: [0.25, 0, 0.75, 1] }),
    linear('crop beyond the input', [1, 1, 5, 5], [3, 9], {
      coordinateMode: 'tf_crop_and_resize',
      roi: [0.5, -0.25, 1.5, 0.75],
      extrapolation: 2.5,
    }),
    { ...linear('symbolic batch', [3, 1, 3, 2], [4, 4]), declared: [['B', 1, 3, 2]] },
    {
      // 26 / 22 in float32, times 22, is a little less than 26
      ...nearest('symbolic batch, scale rounded up', [1], [1]),
      inputs: (n) => [n.positive(3, 1, 22)],
      attrs: { sizes: [26], mode: 'linear', coordinateMode: 'align_corners' },
      declared: [['B', 1, 22]],
    },
    { ...nearest('no examples', [0, 2, 2, 3], [4, 6], floor), declared: [['B', 2, 2, 3]] },
    nearest('no examples, up by a fraction', [0, 2, 3, 4], [5, 7], floor),
    { ...linear('no examples', [0, 1, 3, 2], [4, 4]), declared: [['B', 1, 3, 2]] },
    linear('no examples, 1-D, corners aligned', [0, 2, 3], [5], corners),
    cubic('no examples', [0, 1, 3, 4], [6, 8]),
    cubic('doubled', [1, 2, 3, 4], [6, 8]),
    cubic('up by a fraction', [1, 1, 3, 5], [4, 8]),
    cubic('down', [1, 1, 6, 7], [2, 4]),
    cubic('corners aligned', [1, 1, 3, 3], [5, 5], corners),
    cubic('asymmetric', [1, 1, 2, 3], [4, 8], asymmetric),
    cubic('softer', [1, 1, 4, 4], [8, 4], { cubicCoeffA: -0.5 }),
  ],
};
