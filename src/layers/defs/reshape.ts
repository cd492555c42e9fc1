import { ShapeError } from '../../core/errors';
import { type Dim, exampleDims, formatShape } from '../../core/shape';
import type { Value } from '../../ir/op';
import { DIMS_PATTERN, readDims } from '../dimsText';
import { text } from '../fields';
import { defineLayer, unaryPorts } from '../layer';

const params = {
  shape: text({ en: 'Shape', 'zh-CN': '形状' }, '-1', {
    pattern: DIMS_PATTERN,
    help: {
      en: 'Sizes of one example, without the batch: 1, 28, 28. One of them may be -1: what is left over.',
      'zh-CN': '单个样本的形状，不含批次：1, 28, 28。其中一个可为 -1，表示剩余的大小。',
    },
  }),
};

/** [B, ...] -> [B, ...shape], the same elements in the same order. */
export const reshape = defineLayer({
  type: 'reshape',
  version: 1,
  migrations: {},
  group: 'shape',
  params,
  ports: unaryPorts,
  brief: ({ shape }) => readDims(shape).join('×'),
  lower: ({ b }, inputs, { shape }) => {
    const x = inputs.x as Value;
    return { y: b.reshape(x, [x.type.shape[0] as Dim, ...resolved(readDims(shape), exampleDims(x.type.shape))]) };
  },
  docs: {
    name: { en: 'Reshape', 'zh-CN': '变形' },
    summary: {
      en: 'Arranges the values of an example in other rows and columns, in the same order.',
      'zh-CN': '按相同顺序把一个样本的数值排成另一种形状。',
    },
    formula: '[B, n_1, \\dots, n_k] \\to [B, m_1, \\dots, m_l], \\quad \\prod n = \\prod m',
    references: ['torch.nn.Unflatten', 'tf.keras.layers.Reshape', 'ONNX Reshape'],
    aliases: ['view', 'Unflatten', 'resize', '重塑', '形状'],
  },
});

/** The sizes with -1 replaced. Throws `dim` for a second -1 or a size below 1, `elements` where it does not come out. */
function resolved(wanted: readonly number[], given: readonly number[]): number[] {
  if (wanted.filter((size) => size === -1).length > 1)
    throw new ShapeError('dim', { axis: 'number of -1', expected: '<= 1', actual: formatShape(wanted) });
  const bad = wanted.find((size) => size < 1 && size !== -1);
  if (bad !== undefined) throw new ShapeError('dim', { axis: 'size', expected: '>= 1 | -1', actual: bad });
  const total = given.reduce((product, size) => product * size, 1);
  const known = wanted.reduce((product, size) => (size === -1 ? product : product * size), 1);
  if (wanted.includes(-1) ? total % known !== 0 : total !== known)
    throw new ShapeError('elements', {
      expected: `${total} ${formatShape(given)}`,
      actual: `${wanted.includes(-1) ? `n·${known}` : known} ${formatShape(wanted)}`,
    });
  return wanted.map((size) => (size === -1 ? total / known : size));
}
