import { ShapeError } from '../../core/errors';
import type { Value } from '../../ir/op';
import { exampleAxes } from '../dimsText';
import { bool, int } from '../fields';
import { defineLayer, unaryPorts } from '../layer';

const params = {
  axis: int({ en: 'Axis', 'zh-CN': '轴' }, 1, -8, 8, {
    help: { en: '1 is the first after the batch, -1 the last.', 'zh-CN': '1 是批次之后的第一个轴，-1 是最后一个。' },
  }),
  start: int({ en: 'Start', 'zh-CN': '起点' }, 0, -1_000_000, 1_000_000, {
    help: { en: 'First element; below 0 counts from the end.', 'zh-CN': '第一个元素；负数从末尾数起。' },
  }),
  length: int({ en: 'Length', 'zh-CN': '长度' }, 1, 0, 1_000_000, {
    help: { en: 'How many elements; 0 takes all that are left.', 'zh-CN': '元素个数；0 表示取到末尾。' },
  }),
  step: int({ en: 'Step', 'zh-CN': '间隔' }, 1, 1, 1_000_000),
  drop: bool({ en: 'Drop the axis', 'zh-CN': '去掉该轴' }, false, {
    help: { en: 'Where one element is left, take its axis away.', 'zh-CN': '只剩一个元素时去掉该轴。' },
  }),
};

/** Elements start, start + step, ... of one axis. */
export const slice = defineLayer({
  type: 'slice',
  version: 1,
  migrations: {},
  group: 'shape',
  params,
  ports: unaryPorts,
  brief: ({ axis, start, length }) => `${axis} : ${start}${length === 1 ? '' : ` + ${length || '…'}`}`,
  lower: ({ b }, inputs, { axis, start, length, step, drop }) => {
    const x = inputs.x as Value;
    const { shape } = x.type;
    const [at] = exampleAxes([axis], shape.length) as [number];
    const size = shape[at];
    if (typeof size !== 'number') throw new ShapeError('symbolic', { actual: size ?? '?' });
    const from = start < 0 ? start + size : start;
    if (from < 0 || from >= size) throw new ShapeError('range', { expected: `${-size} … ${size - 1}`, actual: start });
    const most = Math.ceil((size - from) / step);
    if (length > most) throw new ShapeError('range', { expected: `1 … ${most}`, actual: length });
    const taken = length || most;
    const part = b.op('slice', [x], { axes: [at], starts: [from], lengths: [taken], steps: [step] });
    return { y: drop && taken === 1 ? b.reshape(part, shape.toSpliced(at, 1)) : part };
  },
  docs: {
    name: { en: 'Slice', 'zh-CN': '切片' },
    summary: {
      en: 'Takes some elements along one axis: a channel, the last step of a sequence, every second row.',
      'zh-CN': '沿一个轴取出部分元素：某个通道、序列的最后一步、每隔一行。',
    },
    formula: 'y_i = x_{s + ki}, \\quad i = 0 \\dots n - 1',
    references: ['torch.narrow', 'torch.select', 'tf.slice', 'ONNX Slice'],
    aliases: ['narrow', 'select', 'crop', 'index', 'last step', '取', '截取'],
  },
});
