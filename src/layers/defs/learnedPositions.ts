import { atPort, ShapeError } from '../../core/errors';
import type { Value } from '../../ir/op';
import { float, int } from '../fields';
import { defineLayer, unaryPorts } from '../layer';
import { expectSequence } from '../sequence';

const params = {
  longest: int({ en: 'Longest sequence', 'zh-CN': '最长序列' }, 0, 0, 1_000_000, {
    help: {
      en: 'Rows of the table; 0: as many as the sequence has steps.',
      'zh-CN': '表的行数；0 表示与序列步数相同。',
    },
  }),
  std: float({ en: 'First values', 'zh-CN': '初始值' }, 0.02, 0, 100, {
    step: 0.01,
    help: {
      en: 'Standard deviation of the normal distribution that the table starts from.',
      'zh-CN': '表初始值所服从的正态分布的标准差。',
    },
  }),
};

/** x [B, T, D] + the first T rows of a learned table. */
export const learnedPositions = defineLayer({
  type: 'learnedPositions',
  version: 1,
  migrations: {},
  group: 'sequence',
  params,
  ports: unaryPorts,
  brief: ({ longest }) => (longest > 0 ? `≤ ${longest}` : ''),
  lower: ({ b, parameter }, inputs, { longest, std }) => {
    const x = inputs.x as Value;
    const { time, features } = expectSequence(x, 'x');
    const rows = longest || time;
    if (time > rows)
      atPort('x', () => {
        throw new ShapeError('dim', { axis: 'T', expected: `<= ${rows}`, actual: time });
      });
    const table = parameter('weight', [rows, features], { kind: 'normal', std });
    const used =
      rows === time ? table : b.op('slice', [table], { axes: [0], starts: [0], lengths: [time], steps: [1] });
    return { y: b.op('add', [x, used]) };
  },
  docs: {
    name: { en: 'Learned positions', 'zh-CN': '可学习位置编码' },
    summary: {
      en: 'Adds a learned vector for every place in the sequence, so that attention can tell first from last.',
      'zh-CN': '为序列中的每个位置加上一个可学习的向量，使注意力能区分先后。',
    },
    formula: 'y_{b,t} = x_{b,t} + P_t',
    references: [
      'Gehring et al. 2017, Convolutional sequence to sequence learning',
      'Devlin et al. 2019, BERT',
      'keras_hub.layers.PositionEmbedding',
    ],
    aliases: ['positional embedding', 'position', 'PositionEmbedding', 'bert', 'gpt', '位置嵌入', '位置编码'],
  },
});
