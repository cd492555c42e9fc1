import { ints, select, text } from '../fields';
import { defineLayer } from '../layer';

const params = {
  shape: ints({ en: 'Shape', 'zh-CN': '形状' }, [64], {
    help: { en: 'Of one example, without the batch.', 'zh-CN': '单个样本的形状，不含批次。' },
  }),
  distribution: select({ en: 'Distribution', 'zh-CN': '分布' }, 'normal', {
    normal: { en: 'Standard normal', 'zh-CN': '标准正态' },
    uniform: { en: 'Uniform from -1 to 1', 'zh-CN': '-1 到 1 均匀' },
  }),
  inputName: text({ en: 'Input name', 'zh-CN': '输入名' }, 'noise', {
    pattern: /^[A-Za-z_][A-Za-z0-9_]{0,62}$/,
    help: { en: 'Name of the input in the exported model.', 'zh-CN': '导出模型中输入的名称。' },
  }),
};

/** z [B, ...shape], drawn anew in every step; in the exported model an input, so that who runs it chooses the numbers. */
export const noise = defineLayer({
  type: 'noise',
  version: 1,
  migrations: {},
  group: 'data',
  params,
  ports: { inputs: [], outputs: [{ id: 'z', label: { en: 'Noise', 'zh-CN': '噪声' } }] },
  brief: ({ shape }) => shape.join('×'),
  lower: ({ b, mode, batch, random, data }, _, { shape, distribution, inputName }) => {
    const sizes = [batch, ...shape];
    if (mode === 'predict') return { z: data(inputName, inputName, { dtype: 'float32', shape: sizes }, 'input') };
    const drawn = random(distribution, sizes);
    return { z: distribution === 'normal' ? drawn : b.op('sub', [b.op('mul', [drawn, b.scalar(2)]), b.scalar(1)]) };
  },
  docs: {
    name: { en: 'Noise', 'zh-CN': '噪声' },
    summary: {
      en: 'Random numbers to make something from, such as the codes a generator turns into pictures.',
      'zh-CN': '用于生成内容的随机数，例如生成器变成图片的潜变量。',
    },
    formula: 'z \\sim \\mathcal{N}(0, 1)',
    references: ['Goodfellow et al. 2014, Generative adversarial nets', 'torch.randn'],
    aliases: ['latent', 'random', 'gan', 'randn', 'prior', '随机', '潜变量'],
  },
});
