import { internal } from '../core/errors';
import { lowerDocument } from '../document/lower';
import { modulePresets, presetModule } from '../document/modules/presets';
import type { DocNode, NetDocument } from '../document/schema';
import { placeModule } from '../document/templates/parts';
import { adamProgram, place, wired } from '../document/templates/template';
import { inline } from '../ir/inline';
import type { Value } from '../ir/op';
import { Numbers } from './cases/case';
import type { Forward } from './differentiate';
import type { RefTensor } from './reference/tensor';

/** A ready-made module with its numbers drawn: x [2, 3, 8], where it looks at another sequence memory [2, 4, 8], tokens whose 0 is padding. */
export interface DrawnBlock {
  readonly preset: string;
  readonly name: string;
  readonly inputNames: readonly string[];
  readonly inputs: readonly RefTensor[];
  readonly forward: Forward;
}

const [FEATURES, STEPS, MEMORY] = [8, 3, 4];

const series = (name: string, length: number) =>
  ({ name, kind: 'series', dtype: 'float32', shape: [length, FEATURES] }) as const;

function blockDocument(preset: string, masked: boolean): NetDocument {
  const module = presetModule(preset, { features: FEATURES, heads: 2, hidden: 12, dropout: 0, masked });
  const block = placeModule('block', module, [2, 0]);
  const ports = new Set(module.nodes.filter(({ type }) => type === 'moduleInput').map(({ id }) => id));
  const length = ports.has('memory') ? MEMORY : STEPS;
  const columns = [
    series('x', STEPS),
    ...(ports.has('memory') ? [series('memory', MEMORY)] : []),
    ...(ports.has('mask') ? [{ name: 'tokens', kind: 'tokens', dtype: 'int32', shape: [length], vocabulary: 4 }] : []),
  ];
  const nodes: DocNode[] = [
    place('data', 'dataset', [0, 0], { columns, steps: [], inputName: 'x' } as never),
    ...(ports.has('mask') ? [place('padding', 'paddingMask', [1, 1])] : []),
    block,
    place('answer', 'output', [3, 0]),
  ];
  const edges = wired([
    'data.x -> block.x',
    ...(ports.has('memory') ? ['data.memory -> block.memory'] : []),
    ...(ports.has('mask') ? ['data.tokens -> padding.tokens', 'padding.mask -> block.mask'] : []),
    'block.y -> answer.x',
  ]);
  return {
    format: 'netloom',
    version: 1,
    id: preset,
    name: preset,
    nodes,
    edges,
    groups: [],
    notes: [],
    modules: [module],
    training: adamProgram({ batchSize: 2, epochs: 1 }),
  };
}

function drawBlock(preset: string, masked: boolean): DrawnBlock {
  const name = masked ? 'padding' : 'all real';
  const lowered = lowerDocument(blockDocument(preset, masked), { mode: 'train', batch: 2 });
  const [answer] = lowered.outputs;
  if (!answer) internal(`${preset} was not lowered: ${lowered.diagnostics.map(({ message }) => message).join('; ')}`);
  const numbers = new Numbers(preset, name);
  const ends: { name: string; value: Value }[] = [...lowered.data, ...lowered.parameters];
  const inputs = ends.map(({ value: { type } }) => {
    const dims = type.shape as readonly number[];
    return type.dtype === 'int32' ? padded(dims) : numbers.gentle(...dims);
  });
  const forward: Forward = (b, values) => {
    const bindings = new Map(ends.map(({ value }, i): [Value, Value] => [value, values[i] as Value]));
    const { nodes } = lowered.b.graph({});
    inline(
      nodes.filter(({ op }) => op !== 'input'),
      b,
      bindings,
    );
    return [bindings.get(answer.value) ?? internal('no answer')];
  };
  return { preset, name, inputNames: ends.map((end) => end.name.replace(/^.*\//, '')), inputs, forward };
}

/** All tokens real in the first example, all but two in the second. */
function padded([batch = 1, length = 1]: readonly number[]): RefTensor {
  const data = Float64Array.from({ length: batch * length }, (_, i) => (i < 2 * length - 2 ? 1 : 0));
  return { dtype: 'int32', dims: [batch, length], data };
}

/** Every ready-made module, with and without padding where it can tell the two apart. */
export function drawnBlocks(): DrawnBlock[] {
  return modulePresets.flatMap(({ id }) =>
    id === 'decoderBlock' ? [drawBlock(id, false)] : [drawBlock(id, false), drawBlock(id, true)],
  );
}
