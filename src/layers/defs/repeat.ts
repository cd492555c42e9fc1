import { fromNumbers } from '../../core/dtype';
import type { Dim } from '../../core/shape';
import { hostTensor } from '../../core/tensor';
import { expectNumeric } from '../../ir/expect';
import type { Value } from '../../ir/op';
import { exampleAxes } from '../dimsText';
import { int, select } from '../fields';
import { defineLayer, unaryPorts } from '../layer';

const params = {
  times: int({ en: 'Times', 'zh-CN': '次数' }, 2, 1, 4096),
  how: select({ en: 'How', 'zh-CN': '方式' }, 'stack', {
    stack: { en: 'Along a new axis', 'zh-CN': '沿新轴' },
    tile: { en: 'One copy after the other', 'zh-CN': '整体依次重复' },
    interleave: { en: 'Every element in place', 'zh-CN': '逐元素重复' },
  }),
  axis: int({ en: 'Axis', 'zh-CN': '轴' }, 1, 1, 8, {
    help: { en: '1 is the first after the batch.', 'zh-CN': '1 是批次之后的第一个轴。' },
  }),
};

/** Copies of x: [B, D] -> [B, n, D] for `stack` at axis 1, [B, n D] for the other two. */
export const repeat = defineLayer({
  type: 'repeat',
  version: 1,
  migrations: {},
  group: 'shape',
  params,
  ports: unaryPorts,
  brief: ({ times }) => `×${times}`,
  lower: ({ b }, inputs, { times, how, axis }) => {
    const x = inputs.x as Value;
    const { dtype, shape } = x.type;
    expectNumeric(x.type);
    const [at] = exampleAxes([axis], shape.length + (how === 'stack' ? 1 : 0)) as [number];
    const split = at + (how === 'interleave' ? 1 : 0);
    const dims = shape.toSpliced(split, 0, times).map((_, i): Dim => (i === split ? times : 1));
    // a product with ones stretches whatever the size of the batch
    const ones = b.constant(hostTensor(dtype, dims as number[], fromNumbers(dtype, new Array<number>(times).fill(1))));
    const copies = b.op('mul', [b.reshape(x, shape.toSpliced(split, 0, 1)), ones]);
    if (how === 'stack') return { y: copies };
    const size = shape[at] as Dim;
    return { y: b.reshape(copies, shape.with(at, typeof size === 'number' ? size * times : size)) };
  },
  docs: {
    name: { en: 'Repeat', 'zh-CN': '重复' },
    summary: {
      en: 'Copies a value: a vector for every step of a decoder, or elements along an axis.',
      'zh-CN': '复制数值：为解码器的每一步提供同一个向量，或沿某个轴重复元素。',
    },
    formula: 'y_{b,t,d} = x_{b,d}, \\quad t = 1 \\dots n',
    references: ['tf.keras.layers.RepeatVector', 'torch.tile', 'torch.repeat_interleave'],
    aliases: ['RepeatVector', 'tile', 'repeat_interleave', 'expand', 'copy', '复制'],
  },
});
