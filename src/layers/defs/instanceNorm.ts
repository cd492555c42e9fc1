import { ShapeError } from '../../core/errors';
import { formatShape } from '../../core/shape';
import { instanceNorm as normalize } from '../../ir/composites/normalization';
import { expectFloat } from '../../ir/expect';
import type { Value } from '../../ir/op';
import { defineLayer, unaryPorts } from '../layer';
import { affineField, affineParts, epsilonField, expectChannelled } from '../normalized';

const params = { epsilon: epsilonField(1e-5), affine: affineField(false) };

/** Over every channel of every example: x [B, C, ...] with at least one axis more. */
export const instanceNorm = defineLayer({
  type: 'instanceNorm',
  version: 1,
  migrations: {},
  group: 'normalization',
  params,
  ports: unaryPorts,
  brief: () => '',
  lower: (context, inputs, { epsilon, affine }) => {
    const x = inputs.x as Value;
    expectFloat(x.type);
    const { shape } = x.type;
    if (shape.length < 3)
      throw new ShapeError('rank', { expected: '>= 3 [B, C, …]', actual: `${shape.length} ${formatShape(shape)}` });
    return { y: normalize(context.b, x, { epsilon, ...affineParts(context, [expectChannelled(x)], affine) }) };
  },
  docs: {
    name: { en: 'InstanceNorm', 'zh-CN': '实例归一化' },
    summary: {
      en: 'Normalises every channel of every picture by itself: takes contrast and style out of it.',
      'zh-CN': '对每张图像的每个通道单独归一化：去除对比度与风格。',
    },
    formula: 'y = \\frac{x - \\mu_{b,c}}{\\sqrt{\\sigma_{b,c}^2 + \\epsilon}}',
    references: [
      'Ulyanov et al. 2016, Instance normalization',
      'torch.nn.InstanceNorm2d',
      'ONNX InstanceNormalization',
    ],
    aliases: ['InstanceNorm1d', 'InstanceNorm2d', 'contrast', 'style transfer', '归一化', '风格'],
  },
});
