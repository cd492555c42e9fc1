import type { Generator } from './generator';

const [USERS, ITEMS, RANK] = [400, 300, 4];
/** Standard deviation of what no model can know: the floor of the RMSE. */
export const RATING_NOISE = 0.3;

/** rating = 3 + b_u + b_i + p_u . q_i + noise, with factors of rank 4: made up, not what anybody said. */
export const ratings: Generator = {
  id: 'ratings',
  counts: { train: 40_000, test: 5000 },
  note: {
    en: `Made up: 3 + a bias of the user + a bias of the item + a product of rank ${RANK}, with noise of ${RATING_NOISE}, which is the smallest RMSE possible.`,
    'zh-CN': `人工生成：3 + 用户偏置 + 物品偏置 + 秩为 ${RANK} 的内积，噪声标准差 ${RATING_NOISE}，即 RMSE 的下限。`,
  },
  generate(count, rng, shared) {
    const table = (rows: number, width: number, scale: number) => {
      const values = new Float32Array(rows * width);
      shared.fillNormal(values);
      return values.map((value) => value * scale);
    };
    const [bu, bi] = [table(USERS, 1, 0.3), table(ITEMS, 1, 0.3)];
    const [p, q] = [table(USERS, RANK, 0.6), table(ITEMS, RANK, 0.6)];
    const user = new Int32Array(count);
    const item = new Int32Array(count);
    const y = new Float32Array(count);
    for (let i = 0; i < count; i++) {
      const [u, v] = [rng.int(USERS), rng.int(ITEMS)];
      let score = 3 + (bu[u] ?? 0) + (bi[v] ?? 0) + RATING_NOISE * rng.normal();
      for (let k = 0; k < RANK; k++) score += (p[u * RANK + k] ?? 0) * (q[v * RANK + k] ?? 0);
      user[i] = u;
      item[i] = v;
      y[i] = score;
    }
    return { user, item, y };
  },
};
