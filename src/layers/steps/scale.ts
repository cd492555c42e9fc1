import { defineStep, onlyPictures } from './step';

/** x / 255: bytes become 0 to 1. */
export const scale = defineStep({
  type: 'scale',
  group: 'picture',
  label: { en: 'Scale to 0–1', 'zh-CN': '缩放到 0–1' },
  summary: { en: 'Divides the bytes of a picture by 255.', 'zh-CN': '把图片的字节值除以 255。' },
  fields: {},
  place: () => 'model',
  refuses: (column) => (column.kind === 'picture' ? undefined : (onlyPictures(column) ?? 'pictures')),
  infer: (column) => [{ ...column, dtype: 'float32' }],
  lower: (b, value) => b.op('div', [value, b.scalar(255)]),
});
