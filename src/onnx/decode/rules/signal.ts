import { fromNumbers } from '../../../core/dtype';
import { normalizeAxis } from '../../../core/shape';
import type { Value } from '../../../ir/op';
import { type NodeContext, type Out, type RuleTable, since } from '../rule';
import { castTo } from './math';

/** sum of a_k cos(2 pi k n / N) with alternating signs, N one less where the window is symmetric. */
function cosineWindow(c: NodeContext, coefficients: readonly number[]): Out {
  const dtype = c.dtypeFrom(c.attrs.int('output_datatype', 1));
  const length = c.bounded(c.scalar(0, 'its size'));
  const period = c.attrs.flag('periodic', true) ? length : length - 1;
  const at = (n: number) =>
    coefficients.reduce((sum, a, k) => sum + (k % 2 === 0 ? a : -a) * Math.cos((2 * Math.PI * k * n) / period), 0);
  const data = fromNumbers(
    dtype,
    Float64Array.from({ length }, (_, n) => at(n)),
  );
  return c.b.constant({ dtype, dims: [length], data });
}

interface Transform {
  /** Length of the signal, and how many of the frequencies are wanted. */
  readonly length: number;
  readonly bins: number;
  readonly inverse: boolean;
  /** 1: real, 2: complex elements. */
  readonly parts: number;
}

/** [n parts, bins 2]: what each element gives to the real and imaginary part of each frequency, e^(-2 pi i n k / N), inverse conjugated and / N. */
function fourierMatrix(c: NodeContext, { length, bins, inverse, parts }: Transform): Value {
  const columns = bins * 2;
  const data = new Float64Array(c.bounded(length * parts * columns));
  const scale = inverse ? 1 / length : 1;
  for (let n = 0; n < length; n++) {
    for (let k = 0; k < bins; k++) {
      const angle = ((inverse ? 2 : -2) * Math.PI * ((n * k) % length)) / length;
      const [cos, sin] = [scale * Math.cos(angle), scale * Math.sin(angle)];
      const rows: readonly (readonly [number, number])[] = [
        [cos, sin],
        [-sin, cos],
      ];
      for (let part = 0; part < parts; part++) data.set(rows[part] ?? [], (n * parts + part) * columns + 2 * k);
    }
  }
  return c.b.constant({ dtype: 'float64', dims: [length * parts, columns], data });
}

/** x [.., n, parts] -> [.., bins, 2], as one product with the matrix of the transform, in float64: cancellation is the rule here. */
function transformed(c: NodeContext, x: Value, transform: Transform): Value {
  const lead = x.type.shape.slice(0, -2);
  const flat = c.b.reshape(castTo(c.b, x, 'float64'), [...lead, transform.length * transform.parts]);
  const rows = lead.length === 0 ? c.b.reshape(flat, [1, transform.length * transform.parts]) : flat;
  const product = c.b.op('matmul', [rows, fourierMatrix(c, transform)]);
  return castTo(c.b, c.b.reshape(product, [...lead, transform.bins, 2]), x.type.dtype);
}

/** The first `length` elements of an axis, zeros behind them where there are fewer. */
function fitted(c: NodeContext, x: Value, axis: number, length: number): Value {
  const size = x.type.shape[axis] as number;
  if (size === length) return x;
  const none = x.type.shape.map(() => 0);
  if (size < length) return c.b.op('pad', [x], { begin: none, end: none.with(axis, length - size), value: 0 });
  return c.b.op('slice', [x], { axes: [axis], starts: [0], lengths: [length], steps: [1] });
}

const halfOf = (length: number): number => Math.floor(length / 2) + 1;

/** Fourier transform along one axis of [.., n, .., 1 | 2]; until opset 20 the axis was an attribute. */
function dft(c: NodeContext): Value {
  const rank = c.rank(0);
  const given = c.opset >= 20 ? (c.has(2) ? c.scalar(2, 'its axis') : -2) : c.attrs.int('axis', 1);
  const axis = normalizeAxis(given, rank);
  const parts = c.size(0, rank - 1);
  if (axis === rank - 1 || parts < 1 || parts > 2) c.refuse(`axis ${given}, ${parts} parts`);
  const length = c.has(1) ? c.scalar(1, 'its length') : (c.dims(0)[axis] ?? 0);
  const inverse = c.attrs.flag('inverse', false);
  const bins = c.attrs.flag('onesided', false) ? halfOf(length) : length;
  if (length < 1) c.refuse(`a length of ${length}`);
  c.dims(0);
  const x = fitted(c, c.x(0), axis, length);
  const perm = Array.from({ length: rank }, (_, i) => i);
  perm.splice(rank - 2, 0, ...perm.splice(axis, 1));
  const isLast = axis === rank - 2;
  const result = transformed(c, isLast ? x : c.b.op('transpose', [x], { perm }), { length, bins, inverse, parts });
  if (isLast) return result;
  const back = perm.map((_, i) => perm.indexOf(i));
  return c.b.op('transpose', [result], { perm: back });
}

/** Transforms of frames of [B, n, 1 | 2] that begin every `step` elements, each times the window: [B, frames, bins, 2]. */
function stft(c: NodeContext): Value {
  const [batch, length, parts = 1] = c.dims(0) as [number, number, number?];
  const step = c.scalar(1, 'its step');
  const window = c.maybe(2);
  const frame = c.has(3) ? c.scalar(3, 'its frame length') : c.size(2, 0);
  const frames = Math.floor((length - frame) / step) + 1;
  if (step < 1 || frame < 1 || frames < 1 || parts > 2) c.refuse(`frames of ${frame} every ${step} of ${length}`);
  const places = Int32Array.from(
    { length: c.bounded(frames * frame) },
    (_, i) => Math.floor(i / frame) * step + (i % frame),
  );
  const index = c.b.constant({ dtype: 'int32', dims: [frames, frame], data: places });
  const signal = c.b.reshape(c.x(0), [batch, length, parts]);
  const cut = c.b.op('gather', [signal, index], { axis: 1 });
  const shaped = window ? c.b.op('mul', [cut, c.b.reshape(window, [frame, 1])]) : cut;
  const bins = c.attrs.flag('onesided', true) ? halfOf(frame) : frame;
  return transformed(c, shaped, { length: frame, bins, inverse: false, parts });
}

export const signalRules: RuleTable = {
  HannWindow: since(17, (c) => cosineWindow(c, [0.5, 0.5])),
  HammingWindow: since(17, (c) => cosineWindow(c, [25 / 46, 21 / 46])),
  BlackmanWindow: since(17, (c) => cosineWindow(c, [0.42, 0.5, 0.08])),
  DFT: since(17, dft),
  STFT: since(17, stft),
};
