import { atPort, ShapeError } from '../core/errors';
import { formatShape } from '../core/shape';
import type { Builder } from '../ir/builder';
import { expectNumeric } from '../ir/expect';
import type { Value } from '../ir/op';
import { int, type NumberField } from './fields';
import { defineLayer, type LayerDocs, type PortSpec, type Ports } from './layer';

export const countField: NumberField = int({ en: 'Inputs', 'zh-CN': '输入数' }, 2, 2, 16);

/** `a`, `b`, `c` ... */
export function letters(count: number): string[] {
  return Array.from({ length: count }, (_, i) => String.fromCharCode(97 + i));
}

/** Ports a, b, c ... and one output y. */
export function letterPorts(count: number): Ports {
  const inputs = letters(count).map((id): PortSpec => {
    const name = id.toUpperCase();
    return { id, label: { en: name, 'zh-CN': name } };
  });
  return { inputs, outputs: [{ id: 'y', label: { en: 'Output', 'zh-CN': '输出' } }] };
}

/** The values at the ports a, b, c ..., numbers of one rank; the port that differs is blamed. */
export function letterValues(inputs: Readonly<Record<string, Value>>, count: number): [Value, ...Value[]] {
  const ids = letters(count);
  const values = ids.map((id) => inputs[id] as Value) as [Value, ...Value[]];
  for (const [i, value] of values.entries())
    atPort(ids[i] as string, () => {
      expectNumeric(value.type);
      expectRankOf(value, values[0]);
    });
  return values;
}

function expectRankOf({ type }: Value, first: Value): void {
  const { shape } = first.type;
  if (type.shape.length !== shape.length)
    throw new ShapeError('rank', {
      expected: `${shape.length} ${formatShape(shape)}`,
      actual: `${type.shape.length} ${formatShape(type.shape)}`,
    });
}

/** Inputs folded into one, two at a time; axes of size 1 stretch. The port that does not fit is blamed. */
export function folded(values: readonly [Value, ...Value[]], combine: (sum: Value, next: Value) => Value): Value {
  const [first, ...rest] = values;
  return rest.reduce((sum, next, i) => atPort(letters(i + 2).at(-1) as string, () => combine(sum, next)), first);
}

/** A layer of as many inputs as one likes, of one rank, element by element. */
export function mergeLayer(
  type: string,
  combine: (b: Builder, values: readonly [Value, ...Value[]]) => Value,
  docs: LayerDocs,
) {
  return defineLayer({
    type,
    version: 1,
    migrations: {},
    group: 'merge',
    params: { inputs: countField },
    ports: ({ inputs }) => letterPorts(inputs),
    brief: ({ inputs }) => (inputs === 2 ? '' : `${inputs}`),
    lower: ({ b }, given, { inputs }) => ({ y: combine(b, letterValues(given, inputs)) }),
    docs,
  });
}
