import type { Value } from '../../ir/op';
import { bool, float } from '../fields';
import { defineLayer, unaryPorts } from '../layer';
import { expectChannelled } from '../normalized';

const params = {
  start: float({ en: 'Start', 'zh-CN': '初始值' }, 0.25, -10, 10, {
    step: 0.05,
    help: { en: 'Slope of the negative side when training begins.', 'zh-CN': '训练开始时负半轴的斜率。' },
  }),
  perChannel: bool({ en: 'One a channel', 'zh-CN': '每个通道一个' }, false),
};

/** y = x where x > 0, slope x elsewhere; the slope is trained: [1], or [C] for x [B, C, ...]. */
export const prelu = defineLayer({
  type: 'prelu',
  version: 1,
  migrations: {},
  group: 'activation',
  params,
  ports: unaryPorts,
  brief: ({ perChannel }) => (perChannel ? 'C' : ''),
  lower: ({ b, parameter }, inputs, { start, perChannel }) => {
    const x = inputs.x as Value;
    const init = { kind: 'constant', value: start } as const;
    if (!perChannel) return { y: b.op('prelu', [x, parameter('weight', [1], init)]) };
    const channels = expectChannelled(x);
    const aside = x.type.shape.slice(2).map(() => 1);
    return { y: b.op('prelu', [x, b.reshape(parameter('weight', [channels], init), [channels, ...aside])]) };
  },
  docs: {
    name: { en: 'PReLU', 'zh-CN': 'PReLU' },
    summary: {
      en: 'LeakyReLU whose slope is learned, one for all or one for each channel.',
      'zh-CN': '斜率可学习的 LeakyReLU，全局一个或每个通道一个。',
    },
    formula: 'y = \\max(x, 0) + w \\min(x, 0)',
    references: ['He et al. 2015, Delving deep into rectifiers', 'torch.nn.PReLU', 'tf.keras.layers.PReLU'],
    aliases: ['parametric relu', 'activation', '激活'],
  },
});
