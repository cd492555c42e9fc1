import { int } from '../fields';
import { defineStep, onlyPictures } from './step';

/** Bilinear, half-pixel centres (as PyTorch's interpolate with align_corners off). */
export const resize = defineStep({
  type: 'resize',
  group: 'picture',
  label: { en: 'Resize', 'zh-CN': '调整大小' },
  summary: { en: 'Brings pictures to another size, bilinearly.', 'zh-CN': '用双线性插值把图片变成另一尺寸。' },
  fields: {
    height: int({ en: 'Height', 'zh-CN': '高' }, 28, 1, 512, { unit: { en: 'px', 'zh-CN': '像素' } }),
    width: int({ en: 'Width', 'zh-CN': '宽' }, 28, 1, 512, { unit: { en: 'px', 'zh-CN': '像素' } }),
  },
  place: () => 'model',
  refuses: onlyPictures,
  infer: (column, { height, width }) => [{ ...column, dtype: 'float32', shape: [column.shape[0] ?? 1, height, width] }],
  lower: (b, value, { shape }, { height, width }) =>
    shape[1] === height && shape[2] === width
      ? value
      : b.op('resize', [value], { sizes: [height, width], mode: 'linear', coordinateMode: 'half_pixel' }),
});
