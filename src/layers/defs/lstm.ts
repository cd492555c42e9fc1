import { defineLayer } from '../layer';
import { HOLD, lowerRecurrent, recurrentBrief, recurrentParams, recurrentPorts } from '../recurrentLayer';

const states = {
  ids: ['h', 'c'],
  labels: [
    { en: 'State', 'zh-CN': '状态' },
    { en: 'Memory', 'zh-CN': '记忆' },
  ],
};

export const lstm = defineLayer({
  type: 'lstm',
  version: 1,
  migrations: {},
  group: 'sequence',
  params: recurrentParams,
  ports: (chosen) => recurrentPorts(states, chosen),
  brief: recurrentBrief,
  lower: (context, inputs, params) =>
    lowerRecurrent(context, inputs, params, {
      states,
      gates: 4,
      // PyTorch: i f g o; ONNX: i o f g
      order: [0, 3, 1, 2],
      hold: [-HOLD, 0, HOLD, 0],
      holdsOutput: false,
      run: (b, { x, weight, recurrent, bias, initial, reverse }) =>
        b.ops('lstm', [x, weight, recurrent, bias, ...initial], { reverse }).slice(0, 3),
    }),
  docs: {
    name: { en: 'LSTM', 'zh-CN': 'LSTM（长短期记忆）' },
    summary: {
      en: 'Reads a sequence with a memory that gates write, keep and read; learns over long distances.',
      'zh-CN': '用由门控制写入、保持和读取的记忆来读取序列；能学习长距离的关系。',
    },
    formula:
      'c_t = \\sigma(f) \\odot c_{t-1} + \\sigma(i) \\odot \\tanh(g), \\quad h_t = \\sigma(o) \\odot \\tanh(c_t), \\quad [i\\,f\\,g\\,o] = x_t W_{ih}^\\top + b_{ih} + h_{t-1} W_{hh}^\\top + b_{hh}',
    references: [
      'Hochreiter & Schmidhuber 1997, Long short-term memory',
      'Gers, Schmidhuber & Cummins 2000, Learning to forget',
      'torch.nn.LSTM',
      'tf.keras.layers.LSTM',
    ],
    aliases: ['recurrent', 'rnn', 'memory', 'nn.LSTM', 'Bidirectional', 'BiLSTM', '长短期记忆', '循环层', '双向'],
  },
});
