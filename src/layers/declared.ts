import { ShapeError } from '../core/errors';
import type { Localized } from '../core/locale';
import { type TextField, text } from './fields';

/** A size as papers and PyTorch write it: a whole number, or a product of some (`64*6*6`); nothing leaves it to what arrives. */
export const PRODUCT = /^\s*(?:[1-9]\d{0,6}(?:\s*[*x×]\s*[1-9]\d{0,6}){0,7}\s*)?$/;

const declared = (label: Localized, help: Localized): TextField =>
  text(label, '', { pattern: PRODUCT, placeholder: { en: 'what arrives', 'zh-CN': '由输入决定' }, help });

export const inFeaturesField = declared(
  { en: 'Input features', 'zh-CN': '输入特征数' },
  {
    en: 'PyTorch’s in_features, such as 64*6*6: checked against what arrives. Empty takes whatever comes.',
    'zh-CN': 'PyTorch 的 in_features，例如 64*6*6：会与实际到达的大小核对。留空则由输入决定。',
  },
);
export const inChannelsField = declared(
  { en: 'Input channels', 'zh-CN': '输入通道数' },
  {
    en: 'PyTorch’s in_channels: checked against what arrives. Empty takes whatever comes.',
    'zh-CN': 'PyTorch 的 in_channels：会与实际到达的通道数核对。留空则由输入决定。',
  },
);

export const inputSizeField = declared(
  { en: 'Input size', 'zh-CN': '输入大小' },
  {
    en: 'PyTorch’s input_size, the features of each step: checked against what arrives. Empty takes whatever comes.',
    'zh-CN': 'PyTorch 的 input_size，即每一步的特征数：会与实际到达的大小核对。留空则由输入决定。',
  },
);

const count = (size: number): string => size.toLocaleString('en-US');

/**
 * Checks a size that was declared in words of PRODUCT against the one that arrives. Throws `declared` with both: `expected` and
 * `actual` as numbers, `declared` (`64*6*6 = 2,304`) and `arriving` as they are read.
 */
export function expectDeclared(words: string, axis: 'features' | 'channels', actual: number): void {
  const factors = words.match(/\d+/g)?.map(Number) ?? [];
  if (factors.length === 0) return;
  const expected = factors.reduce((product, factor) => product * factor, 1);
  if (expected === actual) return;
  const written = factors.length > 1 ? `${factors.join('*')} = ${count(expected)}` : count(expected);
  throw new ShapeError('declared', { value: axis, expected, actual, declared: written, arriving: count(actual) });
}
