import { expectDim } from '../../ir/expect';
import type { Value } from '../../ir/op';
import { exampleAxes } from '../dimsText';
import { int } from '../fields';
import { defineLayer, unaryPorts } from '../layer';

const params = {
  axis: int({ en: 'Axis', 'zh-CN': '轴' }, -1, -8, 8, {
    help: { en: '1 is the first after the batch, -1 the last.', 'zh-CN': '1 是批次之后的第一个轴，-1 是最后一个。' },
  }),
};

/** Takes an axis of size 1 away. */
export const squeeze = defineLayer({
  type: 'squeeze',
  version: 1,
  migrations: {},
  group: 'shape',
  params,
  ports: unaryPorts,
  brief: ({ axis }) => `${axis}`,
  lower: ({ b }, inputs, { axis }) => {
    const x = inputs.x as Value;
    const { shape } = x.type;
    const [at] = exampleAxes([axis], shape.length) as [number];
    expectDim(shape[at], 1, `axis ${at}`);
    return { y: b.reshape(x, shape.toSpliced(at, 1)) };
  },
  docs: {
    name: { en: 'Squeeze', 'zh-CN': '去除轴' },
    summary: { en: 'Takes an axis of size 1 away.', 'zh-CN': '去掉大小为 1 的轴。' },
    formula: '[B, \\dots, 1, \\dots] \\to [B, \\dots, \\dots]',
    references: ['torch.squeeze', 'tf.squeeze', 'ONNX Squeeze'],
    aliases: ['drop axis', 'remove dimension', '压缩', '降维'],
  },
});
