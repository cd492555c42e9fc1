import { ShapeError } from '../../core/errors';
import type { Value } from '../../ir/op';
import { DIMS_PATTERN, exampleAxes, readDims } from '../dimsText';
import { text } from '../fields';
import { defineLayer, unaryPorts } from '../layer';

const params = {
  order: text({ en: 'Order', 'zh-CN': '顺序' }, '2, 1', {
    pattern: DIMS_PATTERN,
    help: {
      en: 'Axes in their new order; 1 is the first after the batch: 2, 1 swaps channels and steps.',
      'zh-CN': '轴的新顺序；1 是批次之后的第一个轴：2, 1 交换通道与时间步。',
    },
  }),
};

/** Axis i of the result (i >= 1) is axis order[i - 1] of the input; the batch stays in front. */
export const permute = defineLayer({
  type: 'permute',
  version: 1,
  migrations: {},
  group: 'shape',
  params,
  ports: unaryPorts,
  brief: ({ order }) => readDims(order).join(' '),
  lower: ({ b }, inputs, { order }) => {
    const x = inputs.x as Value;
    const rank = x.type.shape.length;
    const axes = exampleAxes(readDims(order), rank);
    if (axes.length !== rank - 1) throw new ShapeError('rank', { expected: axes.length + 1, actual: rank });
    return { y: b.op('transpose', [x], { perm: [0, ...axes] }) };
  },
  docs: {
    name: { en: 'Permute', 'zh-CN': '换轴' },
    summary: {
      en: 'Puts the axes of an example into another order, such as channels last instead of first.',
      'zh-CN': '调整样本各轴的顺序，例如把通道移到最后。',
    },
    formula: 'y_{b,i_1,\\dots} = x_{b,i_{\\pi^{-1}(1)},\\dots}',
    references: ['torch.permute', 'tf.keras.layers.Permute', 'ONNX Transpose'],
    aliases: ['transpose', 'swap axes', 'channels last', '转置', '置换'],
  },
});
