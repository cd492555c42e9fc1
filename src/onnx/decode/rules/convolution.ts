import { isFloat } from '../../../core/dtype';
import type { TensorType } from '../../../core/shape';
import type { Value } from '../../../ir/op';
import { reach, windowedSizes } from '../../../ir/window';
import { type NodeContext, type RuleTable, since } from '../rule';
import { poolWindow, windowOf } from './window';

function checkKernel(c: NodeContext, kernel: readonly number[]): void {
  const said = c.attrs.ints('kernel_shape');
  if (said && said.join() !== kernel.join()) c.refuse(`kernel_shape [${said}] for a weight of [${kernel}]`);
}

function conv(c: NodeContext): Value {
  const kernel = c.dims(1).slice(2);
  const spatial = c.sizesFrom(0, 2);
  checkKernel(c, kernel);
  const { kernel: _, ...window } = windowOf(c, kernel, spatial);
  const bias = c.maybe(2);
  const inputs = [c.x(0), c.x(1), ...(bias ? [bias] : [])];
  return c.b.op('conv', inputs, { ...window, group: c.attrs.int('group', 1) });
}

/** Padding that gives `output_shape` (ConvTranspose-1, "pads"): the odd one at the end unless SAME_UPPER puts it first. */
function paddingFor(
  total: readonly number[],
  upper: boolean,
): { readonly padBegin: number[]; readonly padEnd: number[]; readonly extra: number[] } {
  const half = total.map((pad) => Math.floor(Math.max(0, pad) / 2));
  const rest = total.map((pad, i) => Math.max(0, pad) - (half[i] ?? 0));
  const extra = total.map((pad) => Math.max(0, -pad));
  return upper ? { padBegin: half, padEnd: rest, extra } : { padBegin: rest, padEnd: half, extra };
}

function convTranspose(c: NodeContext): Value {
  const kernel = c.dims(1).slice(2);
  const spatial = c.sizesFrom(0, 2);
  checkKernel(c, kernel);
  const said = c.attrs.ints('output_shape');
  const auto = c.attrs.string('auto_pad', 'NOTSET');
  const { kernel: _, ...given } = windowOf(c, kernel, spatial);
  let outputPadding = c.attrs.ints('output_padding') ?? kernel.map(() => 0);
  let window = given;
  if (said || auto.startsWith('SAME')) {
    // total padding = stride (n - 1) + output padding + reach - wanted size
    const total = spatial.map((size, i) => {
      const stride = given.strides[i] ?? 1;
      const wanted = said ? said.at(i - spatial.length) : size * stride;
      const span = reach(kernel[i] ?? 1, given.dilations[i] ?? 1);
      return stride * (size - 1) + (outputPadding[i] ?? 0) + span - (wanted ?? 0);
    });
    const { padBegin, padEnd, extra } = paddingFor(total, auto === 'SAME_UPPER');
    window = { ...given, padBegin, padEnd };
    outputPadding = outputPadding.map((pad, i) => pad + (extra[i] ?? 0));
  }
  const tooWide = outputPadding.some(
    (pad, i) => pad >= Math.max(window.strides[i] ?? 1, window.dilations[i] ?? 1) && pad > 0,
  );
  if (tooWide) c.refuse(`output padding [${outputPadding}] beyond the stride`);
  const bias = c.maybe(2);
  const inputs = [c.x(0), c.x(1), ...(bias ? [bias] : [])];
  return c.b.op('convTranspose', inputs, { ...window, group: c.attrs.int('group', 1), outputPadding });
}

/** Values and their places. Of integers, and with places counted column by column, the runtime's own. */
function maxPool(c: NodeContext): readonly Value[] {
  const { overhang: _, ...window } = poolWindow(c);
  const { dtype, shape } = c.type(0);
  const columns = c.attrs.flag('storage_order', false) && c.wants(1);
  if (isFloat(dtype) && !columns) return c.b.ops('maxPool', [c.x(0)], window);
  const pooled = [...shape.slice(0, 2), ...windowedSizes(shape.slice(2), window.kernel, window)];
  const types: TensorType[] = [
    { dtype, shape: pooled },
    { dtype: 'int64', shape: pooled },
  ];
  return c.carried(12, types.slice(0, c.wants(1) ? 2 : 1));
}

function averagePool(c: NodeContext): Value {
  const countIncludePad = c.attrs.flag('count_include_pad', false);
  const window = poolWindow(c);
  // what each window counts is counted at import
  for (const [i, size] of c.sizesFrom(0, 2).entries())
    c.bounded((size / (window.strides[i] ?? 1)) * (window.kernel[i] ?? 1));
  return c.b.op('averagePool', [c.x(0)], { ...window, countIncludePad });
}

/** Puts elements back where MaxPool's indices say they came from; zeros elsewhere. Indices count in the tensor without `output_shape`. */
function maxUnpool(c: NodeContext): Value {
  const spatial = c.sizesFrom(0, 2);
  const { kernel, strides, padBegin, padEnd } = windowOf(
    c,
    c.attrs.ints('kernel_shape') ?? c.attrs.missing('kernel_shape'),
    spatial,
  );
  const plain = spatial.map(
    (size, i) => (size - 1) * (strides[i] ?? 1) + (kernel[i] ?? 1) - (padBegin[i] ?? 0) - (padEnd[i] ?? 0),
  );
  const shape = [...c.dims(0).slice(0, 2), ...plain];
  const wanted = c.has(2) ? c.ints(2, 'its output shape') : shape;
  const rest = wanted.map((size, axis) => size - (shape[axis] ?? 0));
  if (wanted.length !== shape.length || rest.some((rows) => rows < 0)) c.refuse(`an output of [${wanted}]`);
  const count = (dims: readonly number[]) => dims.reduce((product, size) => product * size, 1);
  const zeros = c.b.op('expand', [c.b.scalar(0, c.type(0).dtype)], { shape: [count(shape)] });
  const flat = (value: Value) => c.b.reshape(value, [count(c.dims(0))]);
  const scattered = c.b.op('scatterElements', [zeros, flat(c.x(1)), flat(c.x(0))], { axis: 0, reduction: 'none' });
  const unpooled = c.b.reshape(scattered, shape);
  if (rest.every((rows) => rows === 0)) return unpooled;
  return c.b.op('pad', [unpooled], { begin: rest.map(() => 0), end: rest, value: 0 });
}

/** The mean or maximum over all spatial axes. */
function globalPool(c: NodeContext, op: 'reduceMean' | 'reduceMax'): Value {
  const axes = c.type(0).shape.flatMap((_, axis) => (axis >= 2 ? [axis] : []));
  return axes.length === 0 ? c.x(0) : c.b.op(op, [c.x(0)], { axes, keepDims: true });
}

export const convolutionRules: RuleTable = {
  Conv: since(1, conv),
  ConvTranspose: since(1, convTranspose),
  MaxPool: since(1, maxPool),
  AveragePool: since(1, averagePool),
  MaxUnpool: since(9, maxUnpool),
  GlobalAveragePool: since(1, (c) => globalPool(c, 'reduceMean')),
  GlobalMaxPool: since(1, (c) => globalPool(c, 'reduceMax')),
};
