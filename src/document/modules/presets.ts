import { internal } from '../../core/errors';
import type { Locale, Localized } from '../../core/locale';
import type { DocModule, DocNode } from '../schema';
import { place, wired } from '../templates/template';

export interface BlockOptions {
  /** D, of what comes in and goes out. */
  readonly features: number;
  readonly heads: number;
  readonly dropout: number;
  /** H of the two dense layers; 4 D unless said. */
  readonly hidden?: number;
  /** Adds an input for the padding mask of the sequence that is looked at. */
  readonly masked?: boolean;
}

/** A module that comes with Netloom: opened and changed like one's own. */
export interface ModulePreset {
  readonly id: string;
  readonly title: Localized;
  /** One sentence: what it does and when to use it. */
  readonly summary: Localized;
  /** The other names people search for. */
  readonly aliases: readonly string[];
  /** The module under an id that is free in the document. */
  create(id: string, name: string, options?: BlockOptions): DocModule;
}

const usual: BlockOptions = { features: 64, heads: 4, dropout: 0.1 };

type Layers = Readonly<Record<string, number | string | boolean>>;

/** A part of a block with a shortcut around it: its layers one after the other, and what else goes into the first. */
interface Part {
  readonly layers: readonly { readonly id: string; readonly type: string; readonly params: Layers }[];
  /** Ports of the first layer, by the inputs of the block that feed them. */
  readonly also?: Readonly<Record<string, string>>;
}

function attend(id: string, n: number, { heads, dropout, masked = false }: BlockOptions, params: Layers): Part {
  const isCross = params.source === 'cross';
  const padded = masked && !params.causal;
  return {
    layers: [
      { id, type: 'multiHeadAttention', params: { heads, dropout, masked: padded, ...params } },
      { id: `drop_${n}`, type: 'dropout', params: { rate: dropout } },
    ],
    also: { ...(isCross ? { memory: 'memory' } : {}), ...(padded ? { mask: 'mask' } : {}) },
  };
}

const feedForward = (n: number, { features, dropout, hidden = 4 * features }: BlockOptions): Part => ({
  layers: [
    { id: 'dense_1', type: 'dense', params: { units: hidden, activation: 'gelu' } },
    { id: 'dense_2', type: 'dense', params: { units: features } },
    { id: `drop_${n}`, type: 'dropout', params: { rate: dropout } },
  ],
});

/** x + f(norm x) for each part f, or norm(x + f x) where norms come last. Inputs: x, then those the parts ask for. */
function block(id: string, name: string, parts: readonly Part[], norms: 'first' | 'last'): DocModule {
  const nodes: DocNode[] = [];
  const wires: string[] = [];
  /** A row of cards for each part, so that a block is legible as a whole. */
  const rows = parts.map(() => 0);
  const put = (row: number, node: string, type: string, params: Layers = {}): void => {
    rows[row] = (rows[row] ?? 0) + 1;
    nodes.push(place(node, type, [rows[row], row], params));
  };
  const inputs = new Set(['x', ...parts.flatMap(({ also = {} }) => Object.values(also))]);
  let flow = 'x.y';
  for (const [i, { layers, also = {} }] of parts.entries()) {
    const [norm, sum] = [`norm_${i + 1}`, `add_${i + 1}`];
    const pass = (node: string, type: string, from: string, params: Layers = {}): string => {
      put(i, node, type, params);
      wires.push(`${from} -> ${node}.x`);
      return `${node}.y`;
    };
    const before = flow;
    let inner = norms === 'first' ? pass(norm, 'layerNorm', before) : before;
    for (const { id: node, type, params } of layers) inner = pass(node, type, inner, params);
    for (const [port, input] of Object.entries(also)) wires.push(`${input}.y -> ${layers[0]?.id}.${port}`);
    put(i, sum, 'add');
    wires.push(`${before} -> ${sum}.a`, `${inner} -> ${sum}.b`);
    flow = norms === 'last' ? pass(norm, 'layerNorm', `${sum}.y`) : `${sum}.y`;
  }
  const ends = [...inputs].map((input, row) => ({ ...place(input, 'moduleInput', [0, row]), name: input }));
  const end = { ...place('y', 'moduleOutput', [(rows.at(-1) ?? 0) + 1, parts.length - 1]), name: 'y' };
  return {
    id,
    name,
    nodes: [...ends, ...nodes, end],
    edges: wired([...wires, `${flow} -> y.x`]),
    groups: [],
    notes: [],
  };
}

function encoder(norms: 'first' | 'last') {
  return (id: string, name: string, options: BlockOptions = usual): DocModule =>
    block(id, name, [attend('attention', 1, options, {}), feedForward(2, options)], norms);
}

function decoder(id: string, name: string, options: BlockOptions = usual): DocModule {
  return block(id, name, [attend('attention', 1, options, { causal: true }), feedForward(2, options)], 'first');
}

function crossDecoder(id: string, name: string, options: BlockOptions = usual): DocModule {
  const parts = [
    attend('attention', 1, options, { causal: true }),
    attend('cross', 2, options, { source: 'cross' }),
    feedForward(3, options),
  ];
  return block(id, name, parts, 'first');
}

/** Vaswani et al. 2017; norms first: Xiong et al. 2020, "On layer normalization in the Transformer architecture". */
export const modulePresets: readonly ModulePreset[] = [
  {
    id: 'encoderBlock',
    title: { en: 'Encoder block', 'zh-CN': '编码器块' },
    summary: {
      en: 'Self-attention and two dense layers, each with a norm before and a shortcut around: a layer of a Transformer.',
      'zh-CN': '自注意力加两层全连接，各自先归一化并带残差：Transformer 的一层。',
    },
    aliases: ['Transformer', 'TransformerEncoderLayer', 'TransformerEncoder', 'pre-norm', 'bert', 'vit', '自注意力'],
    create: encoder('first'),
  },
  {
    id: 'encoderBlockPostNorm',
    title: { en: 'Encoder block, norms last', 'zh-CN': '编码器块（后归一化）' },
    summary: {
      en: 'The encoder block as first published and as in BERT: norms after the shortcuts; wants a warm-up.',
      'zh-CN': '最初发表及 BERT 所用的编码器块：在残差之后归一化；训练需要预热。',
    },
    aliases: ['TransformerEncoderLayer', 'post-norm', 'bert', '自注意力'],
    create: encoder('last'),
  },
  {
    id: 'decoderBlock',
    title: { en: 'Decoder block', 'zh-CN': '解码器块' },
    summary: {
      en: 'An encoder block whose steps see only themselves and those before: a layer of a GPT.',
      'zh-CN': '每一步只能看到自身及之前各步的块：GPT 的一层。',
    },
    aliases: ['TransformerDecoder', 'gpt', 'causal', '因果注意力'],
    create: decoder,
  },
  {
    id: 'crossDecoderBlock',
    title: { en: 'Decoder block with cross-attention', 'zh-CN': '带交叉注意力的解码器块' },
    summary: {
      en: 'A decoder block that also looks at what an encoder made of another sequence: a layer of a translator.',
      'zh-CN': '还会关注编码器对另一序列之输出的解码器块：翻译模型的一层。',
    },
    aliases: ['TransformerDecoderLayer', 'seq2seq', 'encoder-decoder', 't5', '交叉注意力'],
    create: crossDecoder,
  },
];

export function modulePresetOf(id: string): ModulePreset | undefined {
  return modulePresets.find((preset) => preset.id === id);
}

/** A preset under its own id and its name in a language, as templates use it. */
export function presetModule(id: string, options?: BlockOptions, locale: Locale = 'en'): DocModule {
  const { title, create } = modulePresetOf(id) ?? internal(`no module ${id}`);
  return create(id, title[locale], options);
}
