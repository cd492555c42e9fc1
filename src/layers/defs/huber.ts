import { float } from '../fields';
import { defineLayer } from '../layer';
import { meanPerExample, pairPorts, readPair } from '../losses';

const params = {
  delta: float({ en: 'Delta', 'zh-CN': 'Delta' }, 1, 1e-6, 1e6, {
    help: { en: 'Where the parabola becomes a straight line.', 'zh-CN': '由抛物线转为直线的位置。' },
  }),
};

/** d^2 / 2 while |d| < delta, then delta (|d| - delta / 2). */
export const huber = defineLayer({
  type: 'huber',
  version: 1,
  migrations: {},
  group: 'loss',
  params,
  ports: pairPorts,
  brief: ({ delta }) => `δ ${delta}`,
  lower: ({ b, loss, metric }, inputs, { delta }) => {
    const { prediction, target } = readPair(inputs);
    const difference = b.op('sub', [prediction, target]);
    const distance = b.op('abs', [difference]);
    const near = b.op('mul', [b.op('mul', [difference, difference]), b.scalar(0.5)]);
    const far = b.op('mul', [b.op('sub', [distance, b.scalar(delta / 2)]), b.scalar(delta)]);
    loss(meanPerExample(b, b.op('where', [b.op('greater', [b.scalar(delta), distance]), near, far])));
    metric('absoluteError', meanPerExample(b, distance));
    return {};
  },
  docs: {
    name: { en: 'Huber', 'zh-CN': 'Huber 损失' },
    summary: {
      en: 'Squared near the target, straight far from it: smooth and yet calm about outliers.',
      'zh-CN': '靠近目标时取平方，远离时取直线：平滑且不受离群值影响。',
    },
    formula:
      'L = \\begin{cases} d^2/2 & |d| < \\delta \\\\ \\delta(|d| - \\delta/2) & \\text{otherwise} \\end{cases}, \\quad d = \\hat{y} - y',
    references: ['Huber 1964, Robust estimation of a location parameter', 'torch.nn.HuberLoss'],
    aliases: ['loss', 'regression', 'smooth l1', 'robust', '损失', '回归'],
  },
});
