import type { Builder } from '../../ir/builder';
import type { Value } from '../../ir/op';
import { select } from '../fields';
import { defineLayer } from '../layer';
import { asNumbers, expectMask, expectSequence, lastReal, maskedField, maskPort, onlyReal } from '../sequence';

const modes = {
  mean: { en: 'Mean', 'zh-CN': '平均' },
  max: { en: 'Maximum', 'zh-CN': '最大值' },
  first: { en: 'First ([CLS])', 'zh-CN': '第一个（[CLS]）' },
  last: { en: 'Last', 'zh-CN': '最后一个' },
};

const params = {
  take: select({ en: 'Take', 'zh-CN': '取' }, 'mean', modes),
  masked: maskedField,
};

/** Stands for minus infinity: a sequence without real steps gives it, not NaN. */
const LOWEST = -1e30;

/** [B, T, D] (, mask [B, T]) -> [B, D]. */
export const tokenPooling = defineLayer({
  type: 'tokenPooling',
  version: 1,
  migrations: {},
  group: 'sequence',
  params,
  ports: ({ masked }) => ({
    inputs: [{ id: 'x', label: { en: 'Sequence', 'zh-CN': '序列' } }, ...(masked ? [maskPort] : [])],
    outputs: [{ id: 'y', label: { en: 'Output', 'zh-CN': '输出' } }],
  }),
  brief: ({ take }) => modes[take].en,
  lower: ({ b }, inputs, { take, masked }) => {
    const x = inputs.x as Value;
    const sizes = expectSequence(x, 'x');
    const mask = masked ? expectMask(inputs.mask as Value, sizes) : undefined;
    return { y: mask ? pooledReal(b, x, take, mask) : pooled(b, x, take) };
  },
  docs: {
    name: { en: 'Token pooling', 'zh-CN': '词元池化' },
    summary: {
      en: 'Makes one vector of a sequence: the mean, the maximum, the first ([CLS]) or the last of its steps.',
      'zh-CN': '把序列变成一个向量：各步的平均、最大值、第一步（[CLS]）或最后一步。',
    },
    formula: 'y_{b,d} = \\frac{\\sum_t m_{b,t}\\, x_{b,t,d}}{\\sum_t m_{b,t}}',
    references: [
      'Devlin et al. 2019, BERT ([CLS])',
      'Reimers & Gurevych 2019, Sentence-BERT (mean over real tokens)',
      'tf.keras.layers.GlobalAveragePooling1D',
      'tf.keras.layers.GlobalMaxPooling1D',
    ],
    aliases: [
      'cls',
      'mean pooling',
      'max over time',
      'GlobalAveragePooling1D',
      'GlobalMaxPooling1D',
      'readout',
      '池化',
      '句向量',
    ],
  },
});

type Take = keyof typeof modes;

const overTime = { axes: [1], keepDims: false };

function pooled(b: Builder, x: Value, take: Take): Value {
  switch (take) {
    case 'mean':
      return b.op('reduceMean', [x], overTime);
    case 'max':
      return b.op('reduceMax', [x], overTime);
    case 'first':
    case 'last':
      return stepAt(b, x, take === 'first' ? 0 : (x.type.shape[1] as number) - 1);
    default:
      return take satisfies never;
  }
}

function pooledReal(b: Builder, x: Value, take: Take, mask: Value): Value {
  const { dtype, shape } = x.type;
  const [batch = 1, time = 1] = shape;
  switch (take) {
    case 'mean': {
      const count = b.op('reduceSum', [asNumbers(b, mask, dtype)], { axes: [1], keepDims: true });
      const total = b.op('reduceSum', [onlyReal(b, x, mask)], overTime);
      return b.op('div', [total, b.op('max', [count, b.scalar(1, dtype)])]);
    }
    case 'max': {
      const seen = b.op('where', [b.reshape(mask, [batch, time, 1]), x, b.scalar(LOWEST, dtype)]);
      return b.op('reduceMax', [seen], overTime);
    }
    case 'first':
      return stepAt(b, x, 0);
    case 'last':
      return lastReal(b, x, mask);
    default:
      return take satisfies never;
  }
}

/** [B, T, D] -> [B, D] */
function stepAt(b: Builder, x: Value, at: number): Value {
  const [batch = 1, , features = 1] = x.type.shape;
  const step = b.op('slice', [x], { axes: [1], starts: [at], lengths: [1], steps: [1] });
  return b.reshape(step, [batch, features]);
}
