import { defineStep } from './step';

/** ITU-R BT.601, as Pillow and torchvision have it. */
export const LUMA = [0.299, 0.587, 0.114] as const;

/** Red, green and blue as one brightness: 0.299 R + 0.587 G + 0.114 B. */
export const grayscale = defineStep({
  type: 'grayscale',
  group: 'picture',
  label: { en: 'Grey', 'zh-CN': '转为灰度' },
  summary: {
    en: 'One brightness in place of red, green and blue.',
    'zh-CN': '用一个亮度值代替红、绿、蓝三个通道。',
  },
  fields: {},
  place: () => 'model',
  refuses: ({ kind, shape }) =>
    kind === 'picture' && shape.length === 3 && shape[0] === 3 ? undefined : 'pictures [3, H, W]',
  infer: (column) => [{ ...column, dtype: 'float32', shape: [1, ...column.shape.slice(1)] }],
  lower: (b, value) => {
    const weights = b.constant({ dtype: 'float32', dims: [1, 3, 1, 1], data: Float32Array.from(LUMA) });
    return b.op('reduceSum', [b.op('mul', [value, weights])], { axes: [1], keepDims: true });
  },
});
