import type { Value } from '../../ir/op';
import { defineLayer, unaryPorts } from '../layer';
import { sideFields, sidesBrief } from '../sides';
import { cropped } from '../spatial';

/** [B, C, H, W] -> [B, C, H - top - bottom, W - left - right]. */
export const crop2d = defineLayer({
  type: 'crop2d',
  version: 1,
  migrations: {},
  group: 'shape',
  params: sideFields(1),
  ports: unaryPorts,
  brief: sidesBrief,
  lower: ({ b }, { x }, { top, bottom, left, right }) => ({
    y: cropped(b, x as Value, [top, left], [bottom, right]),
  }),
  docs: {
    name: { en: 'Crop2D', 'zh-CN': '裁剪' },
    summary: {
      en: 'Cuts rows and columns off a picture at its four sides.',
      'zh-CN': '从图像的四边裁去若干行和列。',
    },
    formula: '[B, C, H, W] \\to [B, C, H - t - b, W - l - r]',
    references: ['tf.keras.layers.Cropping2D', 'torchvision.transforms.functional.crop'],
    aliases: ['Cropping2D', 'cut', 'centre crop', '裁切'],
  },
});
