import type { Value } from '../../ir/op';
import { defineLayer, unaryPorts } from '../layer';
import { endsBrief, endsFields } from '../sides';
import { borderValueField, padded } from '../spatial';
import { borderField } from '../windowParams';

const params = { ...endsFields, border: borderField, value: borderValueField };

/** [B, C, L] -> [B, C, begin + L + end]. */
export const zeroPad1d = defineLayer({
  type: 'zeroPad1d',
  version: 1,
  migrations: {},
  group: 'shape',
  params,
  ports: unaryPorts,
  brief: endsBrief,
  lower: ({ b }, { x }, { begin, end, ...border }) => ({
    y: padded(b, x as Value, { begin: [begin], end: [end], ...border }),
  }),
  docs: {
    name: { en: 'ZeroPad1D', 'zh-CN': '一维填充' },
    summary: {
      en: 'Adds elements before and after a series: zeros, a value, a mirror image, the edge or the other end.',
      'zh-CN': '在序列的前后添加元素：零、给定数值、镜像、边缘或另一端。',
    },
    formula: '[B, C, L] \\to [B, C, b + L + e]',
    references: ['torch.nn.ConstantPad1d', 'torch.nn.ReflectionPad1d', 'tf.keras.layers.ZeroPadding1D', 'ONNX Pad'],
    aliases: [
      'ZeroPadding1D',
      'ZeroPad1d',
      'ConstantPad1d',
      'ReflectionPad1d',
      'ReplicationPad1d',
      'CircularPad1d',
      'border',
      '填充',
      '补零',
    ],
  },
});
