import { fromNumbers } from '../../core/dtype';
import { ShapeError } from '../../core/errors';
import { formatShape } from '../../core/shape';
import { hostTensor } from '../../core/tensor';
import { bool, ints, text } from '../fields';
import type { Initializer } from '../initializers';
import { defineLayer } from '../layer';

/** Numbers with commas or spaces between them. */
const NUMBERS =
  /^\s*[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d{1,2})?(\s*[,\s]\s*[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d{1,2})?)*\s*$/;

const params = {
  value: text({ en: 'Value', 'zh-CN': '数值' }, '1', {
    pattern: NUMBERS,
    help: {
      en: 'One number for all elements, or one for each, row by row.',
      'zh-CN': '一个数用于所有元素，或按行给出每个元素。',
    },
  }),
  shape: ints({ en: 'Shape', 'zh-CN': '形状' }, [1], {
    help: { en: 'Without the batch, over which it stretches.', 'zh-CN': '不含批次，沿批次自动扩展。' },
  }),
  trained: bool({ en: 'Learn it', 'zh-CN': '可学习' }, false, {
    help: { en: 'The value is where training begins.', 'zh-CN': '该数值作为训练的初始值。' },
  }),
};

/** [1, ...shape]: the same for every example. */
export const constant = defineLayer({
  type: 'constant',
  version: 1,
  migrations: {},
  group: 'core',
  params,
  ports: { inputs: [], outputs: [{ id: 'y', label: { en: 'Value', 'zh-CN': '数值' } }] },
  brief: ({ value, trained }) => `${value.length > 12 ? `${value.slice(0, 11)}…` : value}${trained ? ' *' : ''}`,
  lower: ({ b, parameter }, _, { value, shape, trained }) => {
    const numbers = (value.match(/[^\s,]+/g) ?? []).map(Number);
    const count = shape.reduce((product, size) => product * size, 1);
    const [first = 0] = numbers;
    if (numbers.length !== 1 && numbers.length !== count)
      throw new ShapeError('elements', { expected: `${count} ${formatShape(shape)}`, actual: numbers.length });
    const filled: Initializer = { kind: 'constant', value: first };
    if (trained && numbers.length === 1) return { y: parameter('value', [1, ...shape], filled) };
    const data = numbers.length === 1 ? new Array<number>(count).fill(first) : numbers;
    const given = b.constant(hostTensor('float32', [1, ...shape], fromNumbers('float32', data)));
    // a learned list of numbers is what it starts from plus what is learned
    const learned = () => parameter('value', [1, ...shape], { kind: 'constant', value: 0 });
    return { y: trained ? b.op('add', [given, learned()]) : given };
  },
  docs: {
    name: { en: 'Constant', 'zh-CN': '常量' },
    summary: {
      en: 'A number or a tensor that is the same for every example; learned if one likes, such as a [CLS] vector.',
      'zh-CN': '对每个样本都相同的数或张量；也可学习，例如 [CLS] 向量。',
    },
    formula: 'y = c',
    references: ['torch.nn.Parameter', 'torch.full', 'ONNX Constant'],
    aliases: ['Parameter', 'value', 'number', 'full', 'learned token', '常数', '参数'],
  },
});
