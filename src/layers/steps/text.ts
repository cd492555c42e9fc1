import type { ColumnSpec } from '../columns';
import { bool, int, select } from '../fields';
import { defineStep, onlyTexts } from './step';

/** Numbers of the tokens that are no part of a text. */
export const SPECIAL = { pad: 0, unknown: 1, start: 2, end: 3 } as const;
/** Those of the BERT vocabulary. */
export const BERT_SPECIAL = { pad: 0, unknown: 100, start: 101, end: 102 } as const;
export const BERT_VOCABULARY = 30_522;

const length = (value: number) =>
  int({ en: 'Length', 'zh-CN': '长度' }, value, 1, 4096, {
    help: {
      en: 'Longer texts are cut, shorter ones padded with token 0.',
      'zh-CN': '过长的文本截断，过短的用词元 0 补齐。',
    },
  });
const limit = (value: number) =>
  int({ en: 'Vocabulary', 'zh-CN': '词表大小' }, value, 5, 100_000, {
    help: {
      en: 'Most different tokens, the four special ones among them; the most frequent ones are kept.',
      'zh-CN': '词元种类上限（含四个特殊词元），保留最常见的。',
    },
  });
const minCount = int({ en: 'Seen at least', 'zh-CN': '最少出现' }, 1, 1, 10_000, {
  help: { en: 'Rarer ones are the unknown token 1.', 'zh-CN': '更少见的记作未知词元 1。' },
});
const unit = select({ en: 'Unit', 'zh-CN': '单位' }, 'words', {
  words: { en: 'Words', 'zh-CN': '单词' },
  characters: { en: 'Characters', 'zh-CN': '字符' },
});

const tokens = (column: ColumnSpec, shape: number[], vocabulary: number): ColumnSpec => ({
  name: column.name,
  ...(column.title ? { title: column.title } : {}),
  kind: 'tokens',
  dtype: 'int32',
  shape,
  vocabulary,
});

export const lowerCase = defineStep({
  type: 'lowerCase',
  group: 'text',
  label: { en: 'Lower case', 'zh-CN': '转为小写' },
  summary: { en: 'Makes capital letters small.', 'zh-CN': '把大写字母变成小写。' },
  fields: {},
  place: () => 'host',
  refuses: onlyTexts,
  infer: (column) => [column],
});

export const tokenise = defineStep({
  type: 'tokenise',
  group: 'text',
  label: { en: 'Tokenise', 'zh-CN': '分词' },
  summary: {
    en: 'Cuts each text into tokens and numbers them by a vocabulary learned from the training texts, all to one length.',
    'zh-CN': '把文本切成词元，按训练文本学得的词表编号，并统一到同一长度。',
  },
  fields: {
    unit: select({ en: 'Unit', 'zh-CN': '单位' }, 'words', {
      words: { en: 'Words', 'zh-CN': '单词' },
      characters: { en: 'Characters', 'zh-CN': '字符' },
      wordPiece: { en: 'WordPiece (BERT)', 'zh-CN': 'WordPiece（BERT）' },
    }),
    limit: limit(5000),
    minCount,
    length: length(40),
    padding: select({ en: 'Padding', 'zh-CN': '补齐位置' }, 'end', {
      end: { en: 'At the end', 'zh-CN': '末尾' },
      start: { en: 'At the beginning', 'zh-CN': '开头' },
    }),
    ends: bool({ en: 'Start and end tokens', 'zh-CN': '起止词元' }, false, {
      help: {
        en: 'A token before and one after each text ([CLS] and [SEP] with WordPiece).',
        'zh-CN': '在每段文本前后各加一个词元（WordPiece 为 [CLS] 与 [SEP]）。',
      },
    }),
  },
  place: () => 'host',
  refuses: onlyTexts,
  infer: (column, params) => [
    {
      ...tokens(column, [params.length], params.unit === 'wordPiece' ? BERT_VOCABULARY : params.limit),
      ...(column.target ? { target: true } : {}),
    },
  ],
});

/** Pieces of a running text, and the same one token further on: what a language model reads and is to say. */
export const nextToken = defineStep({
  type: 'nextToken',
  group: 'text',
  label: { en: 'Next token', 'zh-CN': '预测下一词元' },
  summary: {
    en: 'Cuts running text into pieces of one length; the target is the same piece, one token further on.',
    'zh-CN': '把连续文本切成等长片段；目标是同一片段后移一个词元。',
  },
  fields: {
    unit: select({ en: 'Unit', 'zh-CN': '单位' }, 'characters', {
      words: { en: 'Words', 'zh-CN': '单词' },
      characters: { en: 'Characters', 'zh-CN': '字符' },
    }),
    limit: limit(100),
    minCount,
    length: length(64),
    stride: int({ en: 'Stride', 'zh-CN': '步长' }, 64, 1, 4096, {
      help: { en: 'Tokens from the beginning of a piece to that of the next.', 'zh-CN': '相邻片段起点之间的词元数。' },
    }),
  },
  place: () => 'examples',
  refuses: onlyTexts,
  infer: (column, params) => [
    { ...tokens(column, [params.length], params.limit), name: 'x' },
    { ...tokens(column, [params.length], params.limit), name: 'y', target: true },
  ],
});

/** What a decoder reads (the start token, then the text) and is to say (the text, then the end token). */
export const teacherForcing = defineStep({
  type: 'teacherForcing',
  group: 'text',
  label: { en: 'Teacher forcing', 'zh-CN': '教师强制' },
  summary: {
    en: 'For a decoder: an input that begins with the start token, and a target that ends with the end token.',
    'zh-CN': '供解码器使用：输入以起始词元开头，目标以结束词元结尾。',
  },
  fields: { unit: { ...unit, default: 'characters' as const }, limit: limit(100), minCount, length: length(16) },
  place: () => 'host',
  refuses: onlyTexts,
  infer: (column, params) => [
    { ...tokens(column, [params.length], params.limit), name: `${column.name}In` },
    { ...tokens(column, [params.length], params.limit), target: true },
  ],
});

/** Words with a word seen near them, and words drawn at random (Mikolov et al. 2013). */
export const skipGrams = defineStep({
  type: 'skipGrams',
  group: 'text',
  label: { en: 'Skip-grams', 'zh-CN': 'Skip-gram 词对' },
  summary: {
    en: 'Each word with one from its neighbourhood and a few drawn at random, to tell the neighbour from the others.',
    'zh-CN': '每个词配一个邻近词和几个随机词，学会认出邻居。',
  },
  fields: {
    limit: limit(5000),
    minCount: { ...minCount, default: 5 },
    window: int({ en: 'Window', 'zh-CN': '窗口' }, 4, 1, 20),
    negatives: int({ en: 'Random words', 'zh-CN': '负样本数' }, 5, 1, 50),
  },
  place: () => 'examples',
  refuses: onlyTexts,
  infer: (column, params) => [
    { ...tokens(column, [], params.limit), name: 'word' },
    { ...tokens(column, [1 + params.negatives], params.limit), name: 'context' },
    { name: 'y', kind: 'features', dtype: 'float32', shape: [1 + params.negatives], target: true },
  ],
});
