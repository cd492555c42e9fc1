import { atPort, ShapeError } from '../../core/errors';
import { formatShape, type Shape, sameShape } from '../../core/shape';
import type { Builder } from '../../ir/builder';
import { expectFloat } from '../../ir/expect';
import type { Value } from '../../ir/op';
import { defineLayer } from '../layer';

/** Mean of squared differences; prediction and target have one shape. */
export const mse = defineLayer({
  type: 'mse',
  version: 1,
  migrations: {},
  group: 'loss',
  params: {},
  ports: {
    inputs: [
      { id: 'prediction', label: { en: 'Prediction', 'zh-CN': '预测' } },
      { id: 'target', label: { en: 'Target', 'zh-CN': '目标' } },
    ],
    outputs: [],
  },
  brief: () => '',
  lower: ({ b, loss, metric }, inputs) => {
    const { prediction, target } = inputs as { prediction: Value; target: Value };
    atPort('target', () => expectFloat(target.type));
    atPort('prediction', () => expectSame(prediction.type.shape, target.type.shape));
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

function expectSame(actual: Shape, expected: Shape): void {
  if (!sameShape(actual, expected))
    throw new ShapeError('broadcast', { expected: formatShape(expected), actual: formatShape(actual) });
}

/** [B, ...] -> [B]. */
function meanPerExample(b: Builder, x: Value): Value {
  const axes = x.type.shape.slice(1).map((_, i) => i + 1);
  return axes.length === 0 ? x : b.op('reduceMean', [x], { axes, keepDims: false });
}
