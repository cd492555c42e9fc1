import { bool, float, int } from '../fields';
import { defineStep, onlyPictures, type StepPlace } from './step';

const augment = { group: 'augment', place: (): StepPlace => 'augment', refuses: onlyPictures } as const;

/** Mirrors every other picture. */
export const flip = defineStep({
  ...augment,
  type: 'flip',
  label: { en: 'Flip', 'zh-CN': '随机翻转' },
  summary: { en: 'Mirrors every other training picture.', 'zh-CN': '把一半的训练图片做镜像。' },
  fields: {
    horizontal: bool({ en: 'Left to right', 'zh-CN': '左右' }, true),
    vertical: bool({ en: 'Upside down', 'zh-CN': '上下' }, false),
  },
  infer: (column) => [column],
});

/** Turns by an angle uniform in [-degrees, degrees], bilinearly; what comes from outside is black. */
export const rotate = defineStep({
  ...augment,
  type: 'rotate',
  label: { en: 'Rotate', 'zh-CN': '随机旋转' },
  summary: { en: 'Turns each training picture by a random angle.', 'zh-CN': '把每张训练图片旋转一个随机角度。' },
  fields: {
    degrees: float({ en: 'At most', 'zh-CN': '最大角度' }, 10, 0, 180, { step: 1, unit: { en: '°', 'zh-CN': '°' } }),
  },
  infer: (column) => [column],
});

/** Shifts by whole pixels, each way uniform in [-pixels, pixels]: a random crop of the padded picture. */
export const shift = defineStep({
  ...augment,
  type: 'shift',
  label: { en: 'Shift (random crop)', 'zh-CN': '随机平移（裁剪）' },
  summary: {
    en: 'Moves each training picture by a few pixels, as a random crop of the padded picture would.',
    'zh-CN': '把每张训练图片平移几个像素，等同于先填充再随机裁剪。',
  },
  fields: { pixels: int({ en: 'At most', 'zh-CN': '最大位移' }, 4, 0, 64, { unit: { en: 'px', 'zh-CN': '像素' } }) },
  infer: (column) => [column],
});

/** Adds normal noise to every value; bytes stay within 0 to 255. */
export const noise = defineStep({
  ...augment,
  type: 'noise',
  label: { en: 'Noise', 'zh-CN': '加噪声' },
  summary: { en: 'Adds normal noise to every training picture.', 'zh-CN': '给每张训练图片加上正态噪声。' },
  fields: {
    strength: float({ en: 'Standard deviation', 'zh-CN': '标准差' }, 0.05, 0, 1, {
      step: 0.01,
      help: { en: 'As a share of the whole range, 0 to 1.', 'zh-CN': '占整个取值范围的比例，0 到 1。' },
    }),
  },
  infer: (column) => [column],
});
