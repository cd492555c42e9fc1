import type { Value } from '../../ir/op';
import { float } from '../fields';
import { defineLayer, unaryPorts } from '../layer';
import { expectSequence, fixedTable } from '../sequence';

const params = {
  base: float({ en: 'Base', 'zh-CN': '底数' }, 10_000, 2, 1e7, {
    step: 1000,
    help: { en: 'The longest wave is 2π times as long.', 'zh-CN': '最长的波长是它的 2π 倍。' },
  }),
};

/** x [B, T, D] + P, sines in the even and cosines in the odd features. */
export const sinusoidalPositions = defineLayer({
  type: 'sinusoidalPositions',
  version: 1,
  migrations: {},
  group: 'sequence',
  params,
  ports: unaryPorts,
  brief: () => '',
  lower: ({ b }, inputs, { base }) => {
    const x = inputs.x as Value;
    const { time, features } = expectSequence(x, 'x');
    const waves = fixedTable(b, x.type.dtype, [time, features], (t, d) => {
      const angle = t / base ** ((d - (d % 2)) / features);
      return d % 2 === 0 ? Math.sin(angle) : Math.cos(angle);
    });
    return { y: b.op('add', [x, waves]) };
  },
  docs: {
    name: { en: 'Sinusoidal positions', 'zh-CN': '正弦位置编码' },
    summary: {
      en: 'Adds fixed waves that tell the steps of a sequence apart; nothing to learn.',
      'zh-CN': '加上固定的波形以区分序列中的各步；没有可学习的参数。',
    },
    formula:
      'y_{t,2i} = x_{t,2i} + \\sin \\frac{t}{b^{2i/D}}, \\quad y_{t,2i+1} = x_{t,2i+1} + \\cos \\frac{t}{b^{2i/D}}',
    references: [
      'Vaswani et al. 2017, Attention is all you need, section 3.5',
      'keras_hub.layers.SinePositionEncoding',
    ],
    aliases: ['positional encoding', 'position', 'PositionalEncoding', 'SinePositionEncoding', '位置编码', '位置'],
  },
});
