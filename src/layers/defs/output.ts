import type { Value } from '../../ir/op';
import { text } from '../fields';
import { defineLayer } from '../layer';

const params = {
  outputName: text({ en: 'Output name', 'zh-CN': '输出名' }, 'output', {
    pattern: /^[A-Za-z_][A-Za-z0-9_]{0,62}$/,
    help: { en: 'Name of the output in the exported model.', 'zh-CN': '导出模型中输出的名称。' },
  }),
};

export const output = defineLayer({
  type: 'output',
  version: 1,
  migrations: {},
  group: 'output',
  params,
  ports: { inputs: [{ id: 'x', label: { en: 'Answer', 'zh-CN': '输出值' } }], outputs: [] },
  brief: ({ outputName }) => outputName,
  lower: (context, { x }, { outputName }) => {
    context.output(outputName, x as Value);
    return {};
  },
  docs: {
    name: { en: 'Output', 'zh-CN': '输出' },
    summary: { en: 'What the exported model answers.', 'zh-CN': '导出模型给出的结果。' },
    formula: '\\hat{y} = f(x)',
    references: ['ONNX graph outputs'],
    aliases: ['result', 'prediction', 'answer', '预测', '结果'],
  },
});
