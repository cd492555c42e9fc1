import { defineLayer } from '../layer';

/** A port of the module that it stands in, called as the node is: gives what is wired to it outside. */
export const moduleInput = defineLayer({
  type: 'moduleInput',
  version: 1,
  migrations: {},
  group: 'data',
  params: {},
  ports: { inputs: [], outputs: [{ id: 'y', label: { en: 'Value', 'zh-CN': '值' } }] },
  brief: () => '',
  lower: ({ argument }) => {
    const y = argument();
    return y ? { y } : {};
  },
  docs: {
    name: { en: 'Module input', 'zh-CN': '模块输入' },
    summary: {
      en: 'An input of the module you are in; its name is the name of the port.',
      'zh-CN': '当前模块的一个输入；节点名称即端口名称。',
    },
    formula: 'y = x',
    references: ['torch.nn.Module.forward'],
    aliases: ['port', 'argument', 'parameter', '端口', '参数'],
  },
});
