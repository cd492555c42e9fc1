import { ShapeError } from '../../core/errors';
import { expectDim, expectFloat } from '../../ir/expect';
import type { Value } from '../../ir/op';
import { exampleAxes } from '../dimsText';
import { int } from '../fields';
import { defineLayer, unaryPorts } from '../layer';

const params = {
  axis: int({ en: 'Axis', 'zh-CN': '轴' }, -1, -8, 8, {
    help: { en: 'It is split in halves: values and gates.', 'zh-CN': '沿此轴平分为数值和门控两半。' },
  }),
};

/** y = a sigmoid(g), a and g the halves of one axis. */
export const glu = defineLayer({
  type: 'glu',
  version: 1,
  migrations: {},
  group: 'activation',
  params,
  ports: unaryPorts,
  brief: () => '',
  lower: ({ b }, inputs, { axis }) => {
    const x = inputs.x as Value;
    expectFloat(x.type);
    const [at] = exampleAxes([axis], x.type.shape.length) as [number];
    const size = x.type.shape[at];
    if (typeof size !== 'number') throw new ShapeError('symbolic', { actual: size ?? '?' });
    expectDim(size % 2, 0, `axis ${at} mod 2`);
    const [values, gates] = b.ops('split', [x], { axis: at, sizes: [size / 2, size / 2] }) as [Value, Value];
    return { y: b.op('mul', [values, b.op('sigmoid', [gates])]) };
  },
  docs: {
    name: { en: 'GLU', 'zh-CN': 'GLU' },
    summary: {
      en: 'One half of the values opens and closes the other half: a gate that is learned.',
      'zh-CN': '一半数值控制另一半的通过量：可学习的门控。',
    },
    formula: 'y = a \\odot \\sigma(g), \\quad x = [a; g]',
    references: ['Dauphin et al. 2017, Language modeling with gated convolutional networks', 'torch.nn.GLU'],
    aliases: ['gated linear unit', 'gate', 'activation', '门控', '激活'],
  },
});
