import { expect, it } from 'vitest';
import { crossEntropy } from '../../layers/defs/crossEntropy';
import { select, size2 } from '../../layers/fields';
import { valueText } from './valueText';

const choice = select({ en: 'Padding', 'zh-CN': '填充' }, 'valid', {
  valid: { en: 'None', 'zh-CN': '无' },
  same: { en: 'Same', 'zh-CN': '相同' },
});

it.each([
  [undefined, 12_544, '12,544'],
  [undefined, 0.001, '0.001'],
  [size2({ en: 'Kernel', 'zh-CN': '核' }, 3), [3, 5], '3 × 5'],
  [undefined, [1, 28, 28], '1, 28, 28'],
  [choice, 'same', 'Same'],
  [choice, 'other', 'other'],
  [crossEntropy.params.classWeights, '1, 2', '1, 2'],
])('%#: as the form shows it', (field, value, text) => expect(valueText(field, value, 'en')).toBe(text));

it('in the language of the interface', () => expect(valueText(choice, 'same', 'zh-CN')).toBe('相同'));
