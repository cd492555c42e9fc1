import { ShapeError } from '../../core/errors';
import { staticDims } from '../../core/shape';
import { expectRank } from '../../ir/expect';
import type { Value } from '../../ir/op';
import { defineLayer, unaryPorts } from '../layer';
import { sideFields, sidesBrief } from '../sides';

/** [B, C, H, W] -> [B, C, H - top - bottom, W - left - right]. */
export const crop2d = defineLayer({
  type: 'crop2d',
  version: 1,
  migrations: {},
  group: 'shape',
  params: sideFields(1),
  ports: unaryPorts,
  brief: sidesBrief,
  lower: ({ b }, inputs, { top, bottom, left, right }) => {
    const x = inputs.x as Value;
    expectRank(x.type.shape, 4, '[B, C, H, W]');
    const [height, width] = staticDims(x.type.shape.slice(2)) as [number, number];
    const lengths = [height - top - bottom, width - left - right];
    if (Math.min(...lengths) < 1)
      throw new ShapeError('window', {
        expected: `${top} + ${bottom}, ${left} + ${right}`,
        actual: `[${height}, ${width}]`,
      });
    return { y: b.op('slice', [x], { axes: [2, 3], starts: [top, left], lengths, steps: [1, 1] }) };
  },
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
