import { select } from '../fields';
import { defineLayer } from '../layer';
import { lowerRecurrent, recurrentBrief, recurrentParams, recurrentPorts, oneState as states } from '../recurrentLayer';

const params = {
  ...recurrentParams,
  activation: select({ en: 'Activation', 'zh-CN': '激活函数' }, 'tanh', {
    tanh: { en: 'Tanh', 'zh-CN': 'Tanh' },
    relu: { en: 'ReLU', 'zh-CN': 'ReLU' },
  }),
};

export const simpleRnn = defineLayer({
  type: 'simpleRnn',
  version: 1,
  migrations: {},
  group: 'sequence',
  params,
  ports: (chosen) => recurrentPorts(states, chosen),
  brief: (chosen) => recurrentBrief(chosen),
  lower: (context, inputs, { activation, ...rest }) =>
    lowerRecurrent(context, inputs, rest, {
      states,
      gates: 1,
      order: [0],
      hold: undefined,
      holdsOutput: false,
      run: (b, { x, weight, recurrent, bias, initial, reverse }) =>
        b.ops('rnn', [x, weight, recurrent, bias, ...initial], { activation, reverse }).slice(0, 2),
    }),
  docs: {
    name: { en: 'Simple RNN', 'zh-CN': '简单循环网络' },
    summary: {
      en: 'Reads a sequence step by step with one state; the plainest recurrent layer, it forgets soon.',
      'zh-CN': '以单个状态逐步读取序列；最简单的循环层，记忆很短。',
    },
    formula: 'h_t = \\tanh(x_t W_{ih}^\\top + b_{ih} + h_{t-1} W_{hh}^\\top + b_{hh})',
    references: ['Elman 1990, Finding structure in time', 'torch.nn.RNN', 'tf.keras.layers.SimpleRNN'],
    aliases: ['recurrent', 'elman', 'nn.RNN', 'SimpleRNN', '循环神经网络', '循环层'],
  },
});
