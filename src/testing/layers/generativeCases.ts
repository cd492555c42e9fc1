import type { LayerCase } from './layerCase';

/** Layers of models that make something up. */
export const generativeCases: Readonly<Record<string, readonly [LayerCase, ...LayerCase[]]>> = {
  sampling: [
    { name: 'defaults', inputs: (n) => ({ mean: n.normal(2, 3), logVariance: n.gentle(2, 3) }) },
    { name: 'predicting', inputs: (n) => ({ mean: n.normal(2, 3), logVariance: n.gentle(2, 3) }), mode: 'predict' },
  ],
  noise: [
    { name: 'defaults' },
    { name: 'uniform', params: { shape: [2, 3], distribution: 'uniform' } },
    {
      name: 'predicting',
      mode: 'predict',
      params: { shape: [3] },
      data: (n) => ({ noise: n.normal(2, 3) }),
    },
  ],
  fill: [
    { name: 'defaults', inputs: (n) => ({ x: n.normal(2, 3) }) },
    { name: 'zeros', inputs: (n) => ({ x: n.normal(2, 1) }), params: { value: 0 } },
  ],
};
