import { expectFloat } from '../../ir/expect';
import type { Value } from '../../ir/op';
import { bool, float } from '../fields';
import { defineLayer, unaryPorts } from '../layer';

const params = {
  factor: float({ en: 'Factor', 'zh-CN': '系数' }, 1, -1e6, 1e6),
  offset: float({ en: 'Offset', 'zh-CN': '偏移' }, 0, -1e6, 1e6),
  trained: bool({ en: 'Learn them', 'zh-CN': '可学习' }, false, {
    help: { en: 'Factor and offset are where training begins.', 'zh-CN': '系数和偏移作为训练的初始值。' },
  }),
};

/** y = factor x + offset, the two constants or trained [1]. */
export const scale = defineLayer({
  type: 'scale',
  version: 1,
  migrations: {},
  group: 'core',
  params,
  ports: unaryPorts,
  brief: ({ factor, offset }) => `×${factor}${offset === 0 ? '' : ` ${offset < 0 ? '−' : '+'} ${Math.abs(offset)}`}`,
  lower: ({ b, parameter }, inputs, { factor, offset, trained }) => {
    const x = inputs.x as Value;
    expectFloat(x.type);
    const number = (name: string, value: number) =>
      trained ? parameter(name, [1], { kind: 'constant', value }) : b.scalar(value, x.type.dtype);
    const scaled = trained || factor !== 1 ? b.op('mul', [x, number('factor', factor)]) : x;
    return { y: trained || offset !== 0 ? b.op('add', [scaled, number('offset', offset)]) : scaled };
  },
  docs: {
    name: { en: 'Scale', 'zh-CN': '缩放' },
    summary: {
      en: 'Multiplies by one number and adds another, fixed or learned.',
      'zh-CN': '乘以一个数再加上另一个数，可固定也可学习。',
    },
    formula: 'y = a x + c',
    references: ['tf.keras.layers.Rescaling', 'Hinton, Vinyals & Dean 2015, Distilling the knowledge (temperature)'],
    aliases: ['Rescaling', 'multiply by', 'temperature', 'affine', 'gain', '乘', '温度'],
  },
});
