import type { Value } from '../../ir/op';
import { defineLayer, unaryPorts } from '../layer';
import { endsBrief, endsFields } from '../sides';
import { cropped } from '../spatial';

/** [B, C, L] -> [B, C, L - begin - end]. */
export const crop1d = defineLayer({
  type: 'crop1d',
  version: 1,
  migrations: {},
  group: 'shape',
  params: endsFields,
  ports: unaryPorts,
  brief: endsBrief,
  lower: ({ b }, { x }, { begin, end }) => ({ y: cropped(b, x as Value, [begin], [end]) }),
  docs: {
    name: { en: 'Crop1D', 'zh-CN': '一维裁剪' },
    summary: {
      en: 'Cuts elements off a series at its two ends.',
      'zh-CN': '从序列的两端裁去若干元素。',
    },
    formula: '[B, C, L] \\to [B, C, L - b - e]',
    references: ['tf.keras.layers.Cropping1D', 'torch.Tensor.narrow'],
    aliases: ['Cropping1D', 'cut', 'trim', 'narrow', '裁切', '截断'],
  },
});
