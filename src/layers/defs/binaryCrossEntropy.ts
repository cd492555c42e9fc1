import type { Builder } from '../../ir/builder';
import type { Value } from '../../ir/op';
import { defineLayer } from '../layer';
import { meanPerExample, pairPorts, readPair } from '../losses';

/** From logits, without overflow: max(x, 0) - x t + ln(1 + e^-|x|). Accuracy counts x > 0 against t > 1/2. */
export const binaryCrossEntropy = defineLayer({
  type: 'binaryCrossEntropy',
  version: 1,
  migrations: {},
  group: 'loss',
  params: {},
  ports: pairPorts,
  brief: () => '',
  lower: ({ b, loss, metric }, inputs) => {
    const { prediction: x, target } = readPair(asShares(b, inputs));
    const softened = b.op('log', [b.op('add', [b.op('exp', [b.op('neg', [b.op('abs', [x])])]), b.scalar(1)])]);
    const margin = b.op('sub', [b.op('relu', [x]), b.op('mul', [x, target])]);
    loss(meanPerExample(b, b.op('add', [margin, softened])));
    const says = b.op('cast', [b.op('greater', [x, b.scalar(0)])], { to: 'float32' });
    const is = b.op('cast', [b.op('greater', [target, b.scalar(0.5)])], { to: 'float32' });
    metric('accuracy', meanPerExample(b, b.op('cast', [b.op('equal', [says, is])], { to: 'float32' })));
    return {};
  },
  docs: {
    name: { en: 'Binary cross-entropy', 'zh-CN': '二元交叉熵' },
    summary: {
      en: 'Loss for yes or no; takes scores (before Sigmoid) and targets from 0 to 1, or class numbers 0 and 1.',
      'zh-CN': '用于是非判断的损失；接收 Sigmoid 之前的得分，以及 0 到 1 的目标或类别编号 0 和 1。',
    },
    formula: 'L = \\max(x, 0) - x t + \\ln(1 + e^{-|x|})',
    references: ['torch.nn.BCEWithLogitsLoss'],
    aliases: ['loss', 'bce', 'logistic', 'classification', '损失', '分类'],
  },
});

/** Class numbers int32 [B] beside scores [B] or [B, 1] become float targets of the scores' shape; anything else stays. */
function asShares(b: Builder, inputs: Readonly<Record<string, Value>>): Readonly<Record<string, Value>> {
  const { prediction, target } = inputs as { prediction: Value; target: Value };
  if (target.type.dtype !== 'int32') return inputs;
  const shares = b.op('cast', [target], { to: 'float32' });
  const [batch, ...rest] = prediction.type.shape;
  const isColumn =
    rest.length === 1 && rest[0] === 1 && target.type.shape.length === 1 && target.type.shape[0] === batch;
  return { prediction, target: isColumn ? b.reshape(shares, prediction.type.shape) : shares };
}
