import type { Value } from '../../ir/op';
import { exampleAxes } from '../dimsText';
import { int } from '../fields';
import { defineLayer, unaryPorts } from '../layer';

const params = {
  axis: int({ en: 'Axis', 'zh-CN': '轴' }, 1, -8, 8, {
    help: {
      en: 'Where the new axis stands: 1 is right after the batch, -1 at the end.',
      'zh-CN': '新轴的位置：1 紧跟批次之后，-1 在最后。',
    },
  }),
};

/** Adds an axis of size 1. */
export const unsqueeze = defineLayer({
  type: 'unsqueeze',
  version: 1,
  migrations: {},
  group: 'shape',
  params,
  ports: unaryPorts,
  brief: ({ axis }) => `${axis}`,
  lower: ({ b }, inputs, { axis }) => {
    const x = inputs.x as Value;
    const { shape } = x.type;
    const [at] = exampleAxes([axis], shape.length + 1) as [number];
    return { y: b.reshape(x, shape.toSpliced(at, 0, 1)) };
  },
  docs: {
    name: { en: 'Unsqueeze', 'zh-CN': '增加轴' },
    summary: {
      en: 'Adds an axis of size 1, such as the one channel a convolution wants.',
      'zh-CN': '增加一个大小为 1 的轴，例如卷积需要的单通道。',
    },
    formula: '[B, \\dots, \\dots] \\to [B, \\dots, 1, \\dots]',
    references: ['torch.unsqueeze', 'tf.expand_dims', 'ONNX Unsqueeze'],
    aliases: ['expand_dims', 'ExpandDims', 'add axis', '扩展', '升维'],
  },
});
