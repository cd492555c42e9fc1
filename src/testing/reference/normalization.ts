import { normalizeAxis } from '../../core/shape';
import { at, type Kernel } from './kernel';
import { build, forEachIndex, type RefTensor, reader, volume } from './tensor';

interface Moments {
  readonly mean: number;
  /** Divided by n. */
  readonly variance: number;
}

function momentsOf(values: readonly number[]): Moments {
  const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
  const variance = values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / values.length;
  return { mean, variance };
}

export const layerNorm: Kernel<'layerNorm'> = ({ inputs, outputs, attrs }) => {
  const [x, scale, bias] = [at(inputs, 0), inputs[1], inputs[2]];
  const axis = normalizeAxis(attrs.axis, x.dims.length);
  const size = volume(x.dims.slice(axis));
  const groups = Array.from({ length: size === 0 ? 0 : x.data.length / size }, (_, g) =>
    momentsOf([...x.data.slice(g * size, (g + 1) * size)]),
  );
  const inverse = groups.map(({ variance }) => 1 / Math.sqrt(variance + attrs.epsilon));
  const y = x.data.map((value, n) => {
    const g = Math.floor(n / size);
    const unit = (value - at(groups, g).mean) * at(inverse, g);
    return unit * (scale?.data[n % size] ?? 1) + (bias?.data[n % size] ?? 0);
  });
  return [
    { ...x, data: y },
    { ...at(outputs, 1), data: Float64Array.from(groups, ({ mean }) => mean) },
    { ...at(outputs, 2), data: Float64Array.from(inverse) },
  ];
};

export const batchNorm: Kernel<'batchNorm'> = ({ inputs, outputs, attrs }) => {
  const [scale, bias, mean, variance] = [1, 2, 3, 4].map((i) => at(inputs, i).data) as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  const read = reader(at(inputs, 0));
  return [
    build(at(outputs, 0), (index) => {
      const c = at(index, 1);
      const unit = (read(index) - at([...mean], c)) / Math.sqrt(at([...variance], c) + attrs.epsilon);
      return unit * at([...scale], c) + at([...bias], c);
    }),
  ];
};

/** Mean and variance of every channel of x [B, C, ...]. */
function channelMoments(x: RefTensor): Moments[] {
  const read = reader(x);
  const values = Array.from({ length: at(x.dims, 1) }, (): number[] => []);
  forEachIndex(x.dims, (index) => values[at(index, 1)]?.push(read(index)));
  return values.map(momentsOf);
}

export const batchNormTrain: Kernel<'batchNormTrain'> = ({ inputs, outputs, attrs }) => {
  const [x, scale, bias] = [at(inputs, 0), at(inputs, 1), at(inputs, 2)];
  const moments = channelMoments(x);
  const read = reader(x);
  const centred = build(at(outputs, 3), (index) => read(index) - at(moments, at(index, 1)).mean);
  const readCentred = reader(centred);
  const y = build(at(outputs, 0), (index) => {
    const c = at(index, 1);
    const unit = readCentred(index) / Math.sqrt(at(moments, c).variance + attrs.epsilon);
    return unit * (scale.data[c] as number) + (bias.data[c] as number);
  });
  return [
    y,
    { ...at(outputs, 1), data: Float64Array.from(moments, ({ mean }) => mean) },
    { ...at(outputs, 2), data: Float64Array.from(moments, ({ variance }) => variance) },
    centred,
  ];
};
