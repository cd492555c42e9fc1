import type { Value } from '../../ir/op';
import { defineLayer } from '../layer';

/** A port of the module that it stands in, called as the node is: what arrives goes out there. */
export const moduleOutput = defineLayer({
  type: 'moduleOutput',
  version: 1,
  migrations: {},
  group: 'output',
  params: {},
  ports: { inputs: [{ id: 'x', label: { en: 'Value', 'zh-CN': '值' } }], outputs: [] },
  brief: () => '',
  lower: ({ result }, { x }) => {
    result(x as Value);
    return {};
  },
  docs: {
    name: { en: 'Module output', 'zh-CN': '模块输出' },
    summary: {
      en: 'An output of the module you are in; its name is the name of the port.',
      'zh-CN': '当前模块的一个输出；节点名称即端口名称。',
    },
    formula: 'y = x',
    references: ['torch.nn.Module.forward'],
    aliases: ['port', 'return', 'result', '端口', '返回'],
  },
});
