import { isFloat } from '../../../core/dtype';
import { broadcastShapes, type Dim, formatShape, normalizeAxis, type Shape, sameShape } from '../../../core/shape';
import type { Value } from '../../../ir/op';
import { ImportError } from '../errors';
import { sliceAxis } from '../fold/movement';
import { type NodeContext, type Rule, type RuleTable, since } from '../rule';
import { mathsOf } from './math';

/** The product of sizes: a number, one symbolic name, or undefined where it is neither. */
function product(shape: Shape): Dim | undefined {
  const names = shape.filter((dim) => typeof dim === 'string');
  const number = shape.reduce<number>((total, dim) => (typeof dim === 'number' ? total * dim : total), 1);
  if (names.length === 0 || number === 0) return number;
  return names.length === 1 && number === 1 ? names[0] : undefined;
}

/** What is left of `whole` when the sizes of `part` are divided out. */
function quotient(whole: Shape, part: Shape): Dim | undefined {
  const names = whole.filter((dim) => typeof dim === 'string');
  for (const dim of part) {
    if (typeof dim === 'number') continue;
    const at = names.indexOf(dim);
    if (at < 0) return undefined;
    names.splice(at, 1);
  }
  const count = (shape: Shape) =>
    shape.reduce<number>((total, dim) => (typeof dim === 'number' ? total * dim : total), 1);
  const rest = count(whole) / count(part);
  return Number.isInteger(rest) ? product([...names, rest]) : undefined;
}

/** A reshape the encoder can say: at most one symbolic size. */
function reshaped(c: NodeContext, x: Value, shape: Shape): Value {
  if (sameShape(x.type.shape, shape)) return x;
  if (shape.filter((dim) => typeof dim === 'string').length > 1)
    throw new ImportError('dynamic', { op: c.op, what: `all but one size of ${formatShape(shape)}` });
  return c.b.reshape(x, shape);
}

function unknown(c: NodeContext, what: string): never {
  throw new ImportError('dynamic', { op: c.op, what });
}

/** -1 is what is left; 0 the size of the input, unless `allowzero`. */
const reshape: Rule = (c) => {
  const allowZero = c.attrs.flag('allowzero', false);
  const from = c.type(0).shape;
  const wanted = c.sizes(1, 'its shape').map((size, axis) => (size === 0 && !allowZero ? (from[axis] ?? 0) : size));
  if (wanted.filter((size) => size === -1).length > 1) c.refuse(`a shape of ${formatShape(wanted)}`);
  const rest = wanted.includes(-1)
    ? quotient(
        from,
        wanted.filter((size) => size !== -1),
      )
    : undefined;
  if (wanted.includes(-1) && rest === undefined)
    unknown(c, `the size that makes ${formatShape(wanted)} of ${formatShape(from)}`);
  return reshaped(
    c,
    c.x(0),
    wanted.map((size) => (size === -1 ? (rest ?? 0) : size)),
  );
};

const flatten: Rule = (c) => {
  const { shape } = c.type(0);
  const axis = c.attrs.int('axis', 1);
  const at = axis < 0 ? axis + shape.length : axis;
  if (at < 0 || at > shape.length) c.refuse(`axis ${axis}`);
  const flat = [product(shape.slice(0, at)), product(shape.slice(at))];
  return reshaped(
    c,
    c.x(0),
    flat.map((size) => size ?? unknown(c, `the product of the sizes of ${formatShape(shape)}`)),
  );
};

const squeeze: Rule = (c) => {
  const axes = c.intsFrom('axes', 13, 1)?.map((axis) => normalizeAxis(axis, c.rank(0)));
  const { shape } = c.type(0);
  const wrong = axes?.find((axis) => shape[axis] !== 1);
  if (wrong !== undefined) c.refuse(`axis ${wrong} of size ${shape[wrong]}`);
  return reshaped(
    c,
    c.x(0),
    shape.filter((size, axis) => (axes ? !axes.includes(axis) : size !== 1)),
  );
};

const unsqueeze: Rule = (c) => {
  const given = c.intsFrom('axes', 13, 1) ?? c.attrs.missing('axes');
  const { shape } = c.type(0);
  const rank = shape.length + given.length;
  const axes = new Set(given.map((axis) => normalizeAxis(axis, rank)));
  if (axes.size !== given.length) c.refuse(`axes [${given}]`);
  const rest = [...shape];
  return reshaped(
    c,
    c.x(0),
    Array.from({ length: rank }, (_, axis) => (axes.has(axis) ? 1 : (rest.shift() ?? 1))),
  );
};

const transpose: Rule = (c) => {
  const rank = c.rank(0);
  const perm = c.attrs.ints('perm') ?? Array.from({ length: rank }, (_, axis) => rank - 1 - axis);
  return perm.every((axis, i) => axis === i) ? c.x(0) : c.b.op('transpose', [c.x(0)], { perm });
};

const expand: Rule = (c) => {
  const shape = broadcastShapes(c.type(0).shape, c.sizes(1, 'its shape'));
  if (sameShape(shape, c.type(0).shape)) return c.x(0);
  const symbolic = shape.find((dim) => typeof dim === 'string');
  if (symbolic !== undefined) unknown(c, `the size of ${symbolic}`);
  return c.b.op('expand', [c.x(0)], { shape });
};

const concat: Rule = (c) => {
  const inputs = Array.from({ length: c.arity }, (_, i) => c.x(i));
  const axis = c.attrs.int('axis') ?? c.attrs.missing('axis');
  const [first] = inputs;
  return inputs.length === 1 && first ? first : c.b.op('concat', inputs, { axis });
};

/** Given sizes, or equal parts, the last one smaller. */
const split: Rule = (c) => {
  const axis = normalizeAxis(c.attrs.int('axis', 0), c.rank(0));
  const given = c.intsFrom('split', 13, 1);
  const parts = c.opset >= 18 && !given ? c.attrs.int('num_outputs', c.outputs) : c.outputs;
  if (c.opset >= 18) c.attrs.ignore('num_outputs');
  if (parts !== c.outputs && !given) c.refuse(`${parts} parts for ${c.outputs} outputs`);
  const sizes = given ?? equalParts(c, c.size(0, axis), parts);
  return sizes.length === 1 ? c.x(0) : c.b.ops('split', [c.x(0)], { axis, sizes });
};

function equalParts(c: NodeContext, size: number, parts: number): number[] {
  const part = Math.ceil(size / parts);
  if (c.opset < 18 && size % parts !== 0) c.refuse(`${size} in ${parts} parts`);
  return Array.from({ length: c.bounded(parts) }, (_, i) => Math.max(0, Math.min(part, size - i * part)));
}

const slice: Rule = (c) => {
  const attribute = c.opset < 10;
  const read = (name: string, input: number) =>
    attribute ? c.attrs.ints(name) : c.has(input) ? c.ints(input, `its ${name}`) : undefined;
  const starts = read('starts', 1) ?? c.attrs.missing('starts');
  const ends = read('ends', 2) ?? c.attrs.missing('ends');
  const axes = (read('axes', 3) ?? starts.map((_, i) => i)).map((axis) => normalizeAxis(axis, c.rank(0)));
  const steps = (attribute ? undefined : read('steps', 4)) ?? starts.map(() => 1);
  if (new Set(axes).size !== axes.length || steps.includes(0)) c.refuse(`axes [${axes}], steps [${steps}]`);
  const whole = axes.map((_, i) => starts[i] === 0 && steps[i] === 1 && (ends[i] ?? 0) >= Number.MAX_SAFE_INTEGER);
  const cuts = axes.flatMap((axis, i) => {
    const symbolic = typeof c.type(0).shape[axis] === 'string';
    if (symbolic && whole[i]) return [];
    const step = steps[i] ?? 1;
    return [{ axis, step, ...sliceAxis(c.size(0, axis), starts[i] ?? 0, ends[i] ?? 0, step) }];
  });
  if (cuts.length === 0) return c.x(0);
  return c.b.op('slice', [c.x(0)], {
    axes: cuts.map(({ axis }) => axis),
    starts: cuts.map(({ first }) => first),
    lengths: cuts.map(({ count }) => count),
    steps: cuts.map(({ step }) => step),
  });
};

/** x [a, b] repeated [r, s] times: [1, a, 1, b] stretched to [r, a, s, b] and joined. */
const tile: Rule = (c) => {
  const dims = c.dims(0);
  const repeats = c.ints(1, 'its repeats');
  if (repeats.length !== dims.length || repeats.some((count) => count < 0)) c.refuse(`repeats [${repeats}]`);
  if (repeats.every((count) => count === 1)) return c.x(0);
  const apart = c.b.reshape(
    c.x(0),
    dims.flatMap((size) => [1, size]),
  );
  const stretched = c.b.op('expand', [apart], { shape: dims.flatMap((size, axis) => [repeats[axis] ?? 1, size]) });
  return c.b.reshape(
    stretched,
    dims.map((size, axis) => size * (repeats[axis] ?? 1)),
  );
};

const padModes = ['constant', 'reflect', 'edge', 'wrap'] as const;

/** The border's value where it is one number. */
function padValue(c: NodeContext): number {
  const { dtype } = c.type(0);
  if (c.opset < 11) return isFloat(dtype) ? c.attrs.float('value', 0) : c.refuseDtype(dtype);
  if (c.has(2) && c.type(2).dtype !== dtype) c.refuseDtype(`${dtype} and ${c.type(2).dtype}`);
  return c.has(2) ? c.scalar(2, 'its value') : 0;
}

/** Pads per axis; negative ones cut. */
const pad: Rule = (c) => {
  const mode = c.attrs.choice('mode', 'constant', padModes);
  const rank = c.rank(0);
  const given = c.intsFrom('pads', 11, 1) ?? c.attrs.missing('pads');
  const value = padValue(c);
  const some = c.opset >= 18 && c.has(3) ? c.ints(3, 'its axes').map((axis) => normalizeAxis(axis, rank)) : undefined;
  const axes = some ?? Array.from({ length: rank }, (_, axis) => axis);
  if (given.length !== 2 * axes.length) c.refuse(`pads [${given}]`);
  const [begin, end] = [new Array<number>(rank).fill(0), new Array<number>(rank).fill(0)];
  for (const [i, axis] of axes.entries()) {
    begin[axis] = given[i] ?? 0;
    end[axis] = given[i + axes.length] ?? 0;
  }
  const cut = axes.filter((axis) => (begin[axis] ?? 0) < 0 || (end[axis] ?? 0) < 0);
  if (cut.length > 0 && mode !== 'constant') c.refuse(`pads [${given}] of mode ${mode}`);
  const positive = (list: readonly number[]) => list.map((count) => Math.max(0, count));
  const grown = [...begin, ...end].some((count) => count > 0)
    ? c.b.op('pad', [c.x(0)], { begin: positive(begin), end: positive(end), value, mode })
    : c.x(0);
  if (cut.length === 0) return grown;
  return c.b.op('slice', [grown], {
    axes: cut,
    starts: cut.map((axis) => Math.max(0, -(begin[axis] ?? 0))),
    lengths: cut.map((axis) => c.size(0, axis) + (begin[axis] ?? 0) + (end[axis] ?? 0)),
    steps: cut.map(() => 1),
  });
};

/** [B, C, H, W] -> [B, C / b^2, b H, b W]; DCR takes the block first from the channels, CRD last (PixelShuffle). */
const depthToSpace: Rule = (c) => {
  const block = c.attrs.int('blocksize') ?? c.attrs.missing('blocksize');
  const mode = c.attrs.choice('mode', 'DCR', ['DCR', 'CRD']);
  const [batch, channels, height, width] = c.dims(0) as [number, number, number, number];
  const inner = channels / block ** 2;
  if (c.rank(0) !== 4 || !Number.isInteger(inner)) c.refuse(`blocks of ${block} in ${formatShape(c.dims(0))}`);
  const dcr = mode === 'DCR';
  const apart = c.b.reshape(
    c.x(0),
    dcr ? [batch, block, block, inner, height, width] : [batch, inner, block, block, height, width],
  );
  const moved = c.b.op('transpose', [apart], { perm: dcr ? [0, 3, 4, 1, 5, 2] : [0, 1, 4, 2, 5, 3] });
  return c.b.reshape(moved, [batch, inner, height * block, width * block]);
};

const spaceToDepth: Rule = (c) => {
  const block = c.attrs.int('blocksize') ?? c.attrs.missing('blocksize');
  const [batch, channels, height, width] = c.dims(0) as [number, number, number, number];
  const [rows, columns] = [height / block, width / block];
  if (c.rank(0) !== 4 || !Number.isInteger(rows) || !Number.isInteger(columns))
    c.refuse(`blocks of ${block} in ${formatShape(c.dims(0))}`);
  const apart = c.b.reshape(c.x(0), [batch, channels, rows, block, columns, block]);
  const moved = c.b.op('transpose', [apart], { perm: [0, 3, 5, 1, 2, 4] });
  return c.b.reshape(moved, [batch, channels * block ** 2, rows, columns]);
};

/** The triangle above (`upper`) or below the k-th diagonal of the last two axes; zeros elsewhere. */
const trilu: Rule = (c) => {
  const upper = c.attrs.flag('upper', true);
  const k = c.has(1) ? c.scalar(1, 'its diagonal') : 0;
  const rank = c.rank(0);
  if (rank < 2) c.refuse(`rank ${rank}`);
  const dims = [c.size(0, rank - 2), c.size(0, rank - 1)] as const;
  const data = Uint8Array.from({ length: c.bounded(dims[0] * dims[1]) }, (_, i) => {
    const distance = (i % dims[1]) - Math.floor(i / dims[1]);
    return Number(upper ? distance >= k : distance <= k);
  });
  const kept = c.b.constant({ dtype: 'bool', dims, data });
  if (c.type(0).dtype === 'bool') return c.b.op('and', [c.x(0), kept]);
  return mathsOf(c.b, c.x(0)).where(kept, c.x(0), 0);
};

export const movementRules: RuleTable = {
  Reshape: since(5, reshape),
  Flatten: since(1, flatten),
  Squeeze: since(1, squeeze),
  Unsqueeze: since(1, unsqueeze),
  Transpose: since(1, transpose),
  Expand: since(8, expand),
  Concat: since(4, concat),
  Split: since(2, split),
  Slice: since(1, slice),
  Tile: since(6, tile),
  Pad: since(2, pad),
  DepthToSpace: since(1, depthToSpace),
  SpaceToDepth: since(1, spaceToDepth),
  Trilu: since(14, trilu),
};
