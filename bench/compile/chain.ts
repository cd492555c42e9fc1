import type { NetDocument } from '../../src/document/schema';
import { adamProgram, defineTemplate, place } from '../../src/document/templates/template';

const UNITS = 16;

/** `count` dense layers of 16 units one after another, the last with 10, on digits. */
export function denseChain(count: number): NetDocument {
  const hidden = Array.from({ length: count - 1 }, (_, i) => `dense_${i + 1}`);
  const chain = ['flatten_1', ...hidden, 'out'];
  const text = { en: 'Dense layers', 'zh-CN': '全连接层' };
  const { create } = defineTemplate(`chain-${count}`, text, text, () => ({
    nodes: [
      place('dataset_1', 'dataset', [0, 0]),
      place('flatten_1', 'flatten', [0, 0]),
      ...hidden.map((id) => place(id, 'dense', [0, 0], { units: UNITS, activation: 'relu' })),
      place('out', 'dense', [0, 0], { units: 10 }),
      place('loss', 'crossEntropy', [0, 0]),
    ],
    wires: [
      'dataset_1.x -> flatten_1.x',
      ...chain.slice(1).map((id, i) => `${chain[i]}.y -> ${id}.x`),
      'out.y -> loss.logits',
      'dataset_1.y -> loss.target',
    ],
    training: adamProgram({ batchSize: 32, epochs: 1 }),
  }));
  return create();
}
