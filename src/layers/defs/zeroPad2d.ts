import { expectRank } from '../../ir/expect';
import type { Value } from '../../ir/op';
import { float } from '../fields';
import { defineLayer, unaryPorts } from '../layer';
import { sideFields, sidesBrief } from '../sides';
import { borderField } from '../windowParams';

const params = {
  ...sideFields(1),
  border: borderField,
  value: float({ en: 'Value', 'zh-CN': '数值' }, 0, -1e6, 1e6, {
    help: {
      en: 'What the border holds where it is not a picture of the inside.',
      'zh-CN': '边界为“零”方式时填入的数值。',
    },
  }),
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
  lower: ({ b }, inputs, { top, bottom, left, right, border, value }) => {
    const x = inputs.x as Value;
    expectRank(x.type.shape, 4, '[B, C, H, W]');
    const mode = border === 'zeros' ? 'constant' : border;
    return { y: b.op('pad', [x], { begin: [0, 0, top, left], end: [0, 0, bottom, right], value, mode }) };
  },
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
