import { defineLayer } from '../layer';
import {
  HOLD,
  lowerRecurrent,
  recurrentBrief,
  recurrentParams,
  recurrentPorts,
  oneState as states,
} from '../recurrentLayer';

export const gru = defineLayer({
  type: 'gru',
  version: 1,
  migrations: {},
  group: 'sequence',
  params: recurrentParams,
  ports: (chosen) => recurrentPorts(states, chosen),
  brief: recurrentBrief,
  lower: (context, inputs, params) =>
    lowerRecurrent(context, inputs, params, {
      states,
      gates: 3,
      // PyTorch: r z n; ONNX: z r n
      order: [1, 0, 2],
      hold: [HOLD, 0, 0],
      holdsOutput: true,
      run: (b, { x, weight, recurrent, bias, initial, reverse }) =>
        b.ops('gru', [x, weight, recurrent, bias, ...initial], { reverse }).slice(0, 2),
    }),
  docs: {
    name: { en: 'GRU', 'zh-CN': 'GRU（门控循环单元）' },
    summary: {
      en: 'Reads a sequence with one gated state: nearly what an LSTM can do, with three quarters of its weights.',
      'zh-CN': '用一个门控状态读取序列：能力接近 LSTM，而权重只有其四分之三。',
    },
    formula:
      'r, z = \\sigma(\\cdot), \\quad n = \\tanh(x_t W_{in}^\\top + b_{in} + r \\odot (h_{t-1} W_{hn}^\\top + b_{hn})), \\quad h_t = (1 - z) \\odot n + z \\odot h_{t-1}',
    references: [
      'Cho et al. 2014, Learning phrase representations using RNN encoder-decoder',
      'torch.nn.GRU',
      'tf.keras.layers.GRU (reset_after=True)',
    ],
    aliases: ['recurrent', 'rnn', 'gated', 'nn.GRU', 'Bidirectional', 'BiGRU', '门控循环单元', '循环层', '双向'],
  },
});
