import type { LayerCase } from './layerCase';

/** Modules and their ports alone hand values on; what a module does is its drawing's business (document/modules.test.ts). */
export const moduleCases: Readonly<Record<string, readonly [LayerCase, ...LayerCase[]]>> = {
  module: [
    {
      name: 'two ports',
      inputs: (n) => ({ a: n.normal(2, 3), b: n.normal(2, 4) }),
      params: {
        module: 'block',
        repeat: 2,
        inputs: [
          { id: 'a', name: '' },
          { id: 'b', name: 'B' },
        ],
        outputs: [{ id: 'y0', name: '' }],
      },
    },
  ],
  moduleInput: [{ name: 'defaults', inputs: (n) => ({ argument: n.normal(2, 3) }) }],
  moduleOutput: [{ name: 'defaults', inputs: (n) => ({ x: n.normal(2, 3) }) }],
};
