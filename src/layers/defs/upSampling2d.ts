import type { Value } from '../../ir/op';
import { times } from '../briefs';
import { select, size2 } from '../fields';
import { defineLayer, unaryPorts } from '../layer';
import { upSampled, upSamplingModes } from '../spatial';

const params = {
  factor: size2({ en: 'Factor', 'zh-CN': '倍数' }, 2),
  mode: select({ en: 'Mode', 'zh-CN': '方式' }, 'nearest', {
    nearest: upSamplingModes.nearest,
    bilinear: { en: 'Bilinear', 'zh-CN': '双线性' },
  }),
};

/** [B, C, H, W] -> [B, C, fH, fW]; bilinear as torch with align_corners = false. */
export const upSampling2d = defineLayer({
  type: 'upSampling2d',
  version: 1,
  migrations: {},
  group: 'pooling',
  params,
  ports: unaryPorts,
  brief: ({ factor, mode }) => `${times(factor)}${mode === 'bilinear' ? ' · ∿' : ''}`,
  lower: ({ b }, { x }, { factor, mode }) => ({
    y: upSampled(b, x as Value, factor, mode === 'bilinear' ? 'linear' : mode),
  }),
  docs: {
    name: { en: 'UpSampling2D', 'zh-CN': '上采样' },
    summary: {
      en: 'Makes a picture larger without learning: copies pixels or blends neighbours.',
      'zh-CN': '不经学习地放大图像：复制像素或混合相邻像素。',
    },
    formula: 'y_{c,i,j} = x_{c,\\lfloor i/f \\rfloor, \\lfloor j/f \\rfloor}',
    references: ['torch.nn.Upsample', 'tf.keras.layers.UpSampling2D', 'ONNX Resize'],
    aliases: ['Upsample', 'resize', 'interpolate', 'bilinear', '放大', '插值'],
  },
});
