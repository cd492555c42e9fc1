import { isFloat } from '../core/dtype';
import { atPort, ShapeError } from '../core/errors';
import { type Dim, formatShape, sameShape } from '../core/shape';
import type { Builder } from '../ir/builder';
import { expectDtype, expectFloat } from '../ir/expect';
import type { Value } from '../ir/op';

/** Ports of a metric over classes. */
export const scorePorts = {
  inputs: [
    { id: 'scores', label: { en: 'Scores', 'zh-CN': '得分' } },
    { id: 'target', label: { en: 'Target', 'zh-CN': '目标' } },
  ],
  outputs: [],
} as const;

/**
 * Scores [B, ..., N] and class numbers int32 [B, ...] (of probabilities [B, ..., N], the likeliest), N known. Throws at the port
 * that does not fit.
 */
export function readClasses(b: Builder, inputs: Readonly<Record<string, Value>>) {
  const { scores, target } = inputs as { scores: Value; target: Value };
  const { shape } = scores.type;
  const classes = atPort('scores', () => {
    expectFloat(scores.type);
    if (shape.length < 2)
      throw new ShapeError('rank', { expected: '>= 2 [B, …, N]', actual: `${shape.length} ${formatShape(shape)}` });
    const size = shape.at(-1);
    if (typeof size !== 'number') throw new ShapeError('symbolic', { actual: size ?? '?' });
    return size;
  });
  const index = atPort('target', () => {
    const given = isFloat(target.type.dtype) ? b.op('argMax', [target], { axis: -1 }) : target;
    expectDtype(given.type, 'int32', 'uint8');
    if (!sameShape(given.type.shape, shape.slice(0, -1)))
      throw new ShapeError('broadcast', {
        expected: formatShape(shape.slice(0, -1)),
        actual: formatShape(given.type.shape),
      });
    return given.type.dtype === 'int32' ? given : b.op('cast', [given], { to: 'int32' });
  });
  return { scores, index, classes };
}

/** One number for each example: [B] or [B, 1] -> [B], float32. Throws at `port`. */
export function oneEach(b: Builder, x: Value, port: string): Value {
  return atPort(port, () => {
    const { shape, dtype } = x.type;
    if (shape.length !== 1 && !(shape.length === 2 && shape[1] === 1))
      throw new ShapeError('rank', { expected: '[B] | [B, 1]', actual: formatShape(shape) });
    expectDtype(x.type, 'float32', 'int32', 'uint8', 'bool');
    const flat = shape.length === 1 ? x : b.reshape(x, shape.slice(0, 1));
    return dtype === 'float32' ? flat : b.op('cast', [flat], { to: 'float32' });
  });
}

/** [B, ...] -> [B, K]. */
export function inRows(b: Builder, x: Value): Value {
  const [batch = 1, ...sizes] = x.type.shape;
  const count = sizes.reduce<number>((product, size: Dim) => {
    if (typeof size !== 'number') throw new ShapeError('symbolic', { actual: formatShape(x.type.shape) });
    return product * size;
  }, 1);
  return b.reshape(x, [batch, count]);
}
