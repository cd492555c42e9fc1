import { expectFloat } from '../../ir/expect';
import type { Value } from '../../ir/op';
import { float } from '../fields';
import { defineLayer, unaryPorts } from '../layer';

const params = { value: float({ en: 'Value', 'zh-CN': '数值' }, 1, -1e6, 1e6) };

/** y = value in the shape of x, whatever x holds; no gradient comes back. */
export const fill = defineLayer({
  type: 'fill',
  version: 1,
  migrations: {},
  group: 'core',
  params,
  ports: unaryPorts,
  brief: ({ value }) => `${value}`,
  lower: ({ b }, inputs, { value }) => {
    const x = inputs.x as Value;
    expectFloat(x.type);
    // the batch has no fixed size outside training: a comparison has the shape without one
    return { y: b.op('where', [b.op('greater', [x, x]), b.scalar(0), b.scalar(value)]) };
  },
  docs: {
    name: { en: 'Fill', 'zh-CN': '填充' },
    summary: {
      en: 'One number in the shape of what comes in, such as the target “real” or “made up” for a discriminator’s scores.',
      'zh-CN': '与输入形状相同的同一个数，例如判别器得分的目标“真”或“假”。',
    },
    formula: 'y_i = c',
    references: ['torch.full_like', 'torch.ones_like'],
    aliases: ['ones_like', 'zeros_like', 'full_like', 'label', 'target', '全一', '全零', '目标'],
  },
});
