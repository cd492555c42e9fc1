import type { Dim } from '../../core/shape';
import { exampleDims } from '../../core/shape';
import type { Value } from '../../ir/op';
import { defineLayer, unaryPorts } from '../layer';

export const flatten = defineLayer({
  type: 'flatten',
  version: 1,
  migrations: {},
  group: 'shape',
  params: {},
  ports: unaryPorts,
  brief: () => '',
  lower: ({ b }, inputs) => {
    const x = inputs.x as Value;
    const features = exampleDims(x.type.shape).reduce((product, size) => product * size, 1);
    return { y: b.reshape(x, [x.type.shape[0] as Dim, features]) };
  },
  docs: {
    name: { en: 'Flatten', 'zh-CN': '展平' },
    summary: {
      en: 'Lays all values of an example in one row, so that a Dense layer can read a picture.',
      'zh-CN': '把一个样本的全部数值排成一行，使全连接层能读取图像。',
    },
    formula: '[B, C, H, W] \\to [B, C \\cdot H \\cdot W]',
    references: ['torch.nn.Flatten', 'ONNX Reshape'],
    aliases: ['reshape', 'vector', '拉平'],
  },
});
