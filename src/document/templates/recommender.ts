import type { Localized } from '../../core/locale';
import { placeData } from './parts';
import { adamProgram, defineTemplate, place } from './template';

export const recommender = defineTemplate(
  'recommender',
  { en: 'Ratings: a recommender', 'zh-CN': '评分：推荐系统' },
  {
    en: 'Who likes what, from 40,000 made-up ratings: vectors of users and items, their product and two biases; nearly as good as the noise allows.',
    'zh-CN': '从 4 万条人工生成的评分中学习喜好：用户与物品向量的内积加两个偏置，误差接近噪声下限。',
  },
  (locale) => ({
    nodes: [
      placeData('dataset_1', 'ratings', [0, 1]),
      place('user', 'embedding', [1, 0], { vocabulary: 400, features: 4, std: 0.1 }),
      place('item', 'embedding', [1, 1], { vocabulary: 300, features: 4, std: 0.1 }),
      place('userBias', 'embedding', [1, 2], { vocabulary: 400, features: 1, std: 0 }),
      place('itemBias', 'embedding', [1, 3], { vocabulary: 300, features: 1, std: 0 }),
      place('dot_1', 'dot', [2, 0]),
      place('add_1', 'add', [3, 1], { inputs: 3 }),
      place('dense_1', 'dense', [4, 1], { units: 1 }),
      place('squeeze_1', 'squeeze', [2, 2]),
      place('mse_1', 'mse', [3, 3]),
      place('output_1', 'output', [3, 2], { outputName: 'rating' }),
    ].map((node) => ({ ...node, name: names[node.id]?.[locale] ?? '' })),
    wires: [
      'dataset_1.user -> user.tokens',
      'dataset_1.item -> item.tokens',
      'dataset_1.user -> userBias.tokens',
      'dataset_1.item -> itemBias.tokens',
      'user.y -> dot_1.a',
      'item.y -> dot_1.b',
      'dot_1.y -> add_1.a',
      'userBias.y -> add_1.b',
      'itemBias.y -> add_1.c',
      'add_1.y -> dense_1.x',
      'dense_1.y -> squeeze_1.x',
      'squeeze_1.y -> mse_1.prediction',
      'dataset_1.y -> mse_1.target',
      'squeeze_1.y -> output_1.x',
    ],
    training: adamProgram({
      batchSize: 256,
      epochs: 15,
      learningRate: 0.01,
      validation: 0.02,
      schedule: { type: 'cosine', params: { lowest: 0, warmup: 0 } },
    }),
  }),
);

const names: Readonly<Record<string, Localized>> = {
  user: { en: 'User vector', 'zh-CN': '用户向量' },
  item: { en: 'Item vector', 'zh-CN': '物品向量' },
  userBias: { en: 'User bias', 'zh-CN': '用户偏置' },
  itemBias: { en: 'Item bias', 'zh-CN': '物品偏置' },
};
