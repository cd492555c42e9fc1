import { defineLayer } from '../layer';
import { meanPerExample, pairPorts, readPair } from '../losses';

/** Mean of squared differences; prediction and target have one shape. */
export const mse = defineLayer({
  type: 'mse',
  version: 1,
  migrations: {},
  group: 'loss',
  params: {},
  ports: pairPorts,
  brief: () => '',
  lower: ({ b, loss, metric }, inputs) => {
    const { prediction, target } = readPair(inputs);
    const difference = b.op('sub', [prediction, target]);
    loss(meanPerExample(b, b.op('mul', [difference, difference])));
    metric('absoluteError', meanPerExample(b, b.op('abs', [difference])));
    return {};
  },
  docs: {
    name: { en: 'Mean squared error', 'zh-CN': '均方误差' },
    summary: {
      en: 'Loss for numbers and pictures: the average squared difference from the target.',
      'zh-CN': '用于数值和图像的损失：与目标之差的平方的平均值。',
    },
    formula: 'L = \\frac{1}{n} \\sum_i (\\hat{y}_i - y_i)^2',
    references: ['torch.nn.MSELoss'],
    aliases: ['loss', 'regression', 'mse', 'l2', '损失', '回归', 'reconstruction'],
  },
});
