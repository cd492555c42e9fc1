import type { Value } from '../../ir/op';
import { posInt } from '../fields';
import { defineLayer, unaryPorts } from '../layer';
import { linearModeField, upSampled } from '../spatial';

const params = { factor: posInt({ en: 'Factor', 'zh-CN': '倍数' }, 2), mode: linearModeField };

/** [B, C, L] -> [B, C, f L]; linear as torch with align_corners = false. */
export const upSampling1d = defineLayer({
  type: 'upSampling1d',
  version: 1,
  migrations: {},
  group: 'pooling',
  params,
  ports: unaryPorts,
  brief: ({ factor, mode }) => `${factor}${mode === 'linear' ? ' · ∿' : ''}`,
  lower: ({ b }, { x }, { factor, mode }) => ({ y: upSampled(b, x as Value, [factor], mode) }),
  docs: {
    name: { en: 'UpSampling1D', 'zh-CN': '一维上采样' },
    summary: {
      en: 'Makes a series longer without learning: copies elements or blends neighbours.',
      'zh-CN': '不经学习地拉长序列：复制元素或混合相邻元素。',
    },
    formula: 'y_{c,i} = x_{c,\\lfloor i/f \\rfloor}',
    references: ['torch.nn.Upsample', 'tf.keras.layers.UpSampling1D', 'ONNX Resize'],
    aliases: ['Upsample', 'resize', 'interpolate', 'linear', '放大', '插值'],
  },
});
