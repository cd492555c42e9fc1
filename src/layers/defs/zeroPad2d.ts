import type { Value } from '../../ir/op';
import { defineLayer, unaryPorts } from '../layer';
import { sideFields, sidesBrief } from '../sides';
import { borderValueField, padded } from '../spatial';
import { borderField } from '../windowParams';

const params = {
  ...sideFields(1),
  border: borderField,
  value: borderValueField,
};

/** [B, C, H, W] -> [B, C, top + H + bottom, left + W + right]. */
export const zeroPad2d = defineLayer({
  type: 'zeroPad2d',
  version: 1,
  migrations: {},
  group: 'shape',
  params,
  ports: unaryPorts,
  brief: sidesBrief,
  lower: ({ b }, { x }, { top, bottom, left, right, border, value }) => ({
    y: padded(b, x as Value, { begin: [top, left], end: [bottom, right], border, value }),
  }),
  docs: {
    name: { en: 'ZeroPad2D', 'zh-CN': '边缘填充' },
    summary: {
      en: 'Adds a border to a picture: zeros, a value, a mirror image, the edge or the other side.',
      'zh-CN': '给图像加上边框：零、给定数值、镜像、边缘或另一侧。',
    },
    formula: '[B, C, H, W] \\to [B, C, t + H + b, l + W + r]',
    references: ['torch.nn.ZeroPad2d', 'torch.nn.ReflectionPad2d', 'tf.keras.layers.ZeroPadding2D', 'ONNX Pad'],
    aliases: [
      'ZeroPadding2D',
      'ReflectionPad2d',
      'ReplicationPad2d',
      'CircularPad2d',
      'ConstantPad2d',
      'border',
      '填充',
      '补零',
    ],
  },
});
