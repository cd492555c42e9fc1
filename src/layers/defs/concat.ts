import { atPort } from '../../core/errors';
import type { Value } from '../../ir/op';
import { exampleAxes } from '../dimsText';
import { int } from '../fields';
import { defineLayer } from '../layer';
import { countField, letterPorts, letters, letterValues } from '../mergeLayer';

const params = {
  inputs: countField,
  axis: int({ en: 'Axis', 'zh-CN': '轴' }, 1, -8, 8, {
    help: {
      en: '1 is the first after the batch (channels), -1 the last.',
      'zh-CN': '1 是批次之后的第一个轴（通道），-1 是最后一个。',
    },
  }),
};

/** Joins along one axis; all other sizes are the same. */
export const concat = defineLayer({
  type: 'concat',
  version: 1,
  migrations: {},
  group: 'merge',
  params,
  ports: ({ inputs }) => letterPorts(inputs),
  brief: ({ axis }) => `${axis}`,
  lower: ({ b }, given, { inputs, axis }) => {
    const values = letterValues(given, inputs);
    const [at] = exampleAxes([axis], values[0].type.shape.length) as [number];
    // each with the first, so that the one that does not fit is named
    for (const [i, id] of letters(inputs).entries())
      if (i > 0) atPort(id, () => b.op('concat', [values[0], values[i] as Value], { axis: at }));
    return { y: b.op('concat', values, { axis: at }) };
  },
  docs: {
    name: { en: 'Concat', 'zh-CN': '拼接' },
    summary: {
      en: 'Puts its inputs side by side along one axis, as a U-Net joins what it kept with what it made.',
      'zh-CN': '沿一个轴把各输入并排拼接，例如 U-Net 合并保留的与生成的特征。',
    },
    formula: 'y = [a; b; \\dots]',
    references: ['torch.cat', 'tf.keras.layers.Concatenate', 'ONNX Concat'],
    aliases: ['Concatenate', 'cat', 'join', 'merge', 'stack', '连接', '合并'],
  },
});
