import { atPort } from '../core/errors';
import type { Dim } from '../core/shape';
import { hostTensor } from '../core/tensor';
import type { Builder } from '../ir/builder';
import { commonDtype, expectDim, expectRank } from '../ir/expect';
import type { Value } from '../ir/op';
import { expectDeclared, inputSizeField } from './declared';
import { dropped } from './dropped';
import { bool, float, int, type ParamsOf, posInt, select } from './fields';
import type { Initializer } from './initializers';
import type { LowerContext, PortSpec, Ports } from './layer';
import {
  countUp,
  expectMask,
  expectSequence,
  lastReal,
  lengths,
  maskedField,
  maskPort,
  onlyReal,
  type SequenceSizes,
} from './sequence';

export const recurrentParams = {
  units: posInt({ en: 'Units', 'zh-CN': '单元数' }, 128, {
    help: { en: 'Size of the state, of each direction.', 'zh-CN': '每个方向的状态大小。' },
  }),
  inputSize: inputSizeField,
  returns: select(
    { en: 'Gives', 'zh-CN': '输出' },
    'last',
    { last: { en: 'Last step', 'zh-CN': '最后一步' }, sequence: { en: 'Every step', 'zh-CN': '每一步' } },
    {
      help: {
        en: 'The last step of the backward direction is the one at the beginning.',
        'zh-CN': '反向的最后一步位于序列的开头。',
      },
    },
  ),
  bidirectional: bool({ en: 'Both directions', 'zh-CN': '双向' }, false, {
    help: {
      en: 'A second set of weights reads from the end; both answers are put side by side.',
      'zh-CN': '另一组权重从末尾读起；两个结果并排拼接。',
    },
  }),
  layers: int({ en: 'Layers', 'zh-CN': '层数' }, 1, 1, 16, {
    help: { en: 'Each reads every step of the one below.', 'zh-CN': '每层读取下一层的每一步。' },
  }),
  dropout: float({ en: 'Dropout', 'zh-CN': '丢弃率' }, 0, 0, 0.99, {
    step: 0.05,
    help: { en: 'Between the layers, while training.', 'zh-CN': '训练时，用于层与层之间。' },
  }),
  masked: maskedField,
  initialState: bool({ en: 'Given first state', 'zh-CN': '给定初始状态' }, false, {
    help: {
      en: 'Adds inputs for the state to start from; zeros otherwise.',
      'zh-CN': '增加初始状态的输入；否则从零开始。',
    },
  }),
  finalState: bool({ en: 'Give last state', 'zh-CN': '输出最终状态' }, false, {
    help: {
      en: 'Adds outputs for the state at the end: [B, H], or [B, N, H] for N layers and directions.',
      'zh-CN': '增加最终状态的输出：[B, H]；有 N 个层与方向时为 [B, N, H]。',
    },
  }),
};

export type RecurrentParams = ParamsOf<typeof recurrentParams>;

/** States of a kind of cell, with the names of their ports: h, and c for an LSTM. */
export interface CellStates {
  readonly labels: readonly PortSpec['label'][];
  /** Of the inputs, `h0`, and of the outputs, `h`. */
  readonly ids: readonly string[];
}

export const oneState: CellStates = { ids: ['h'], labels: [{ en: 'State', 'zh-CN': '状态' }] };

export function recurrentPorts(states: CellStates, params: RecurrentParams): Ports {
  const ports = (suffix: string) =>
    states.ids.map((id, i): PortSpec => ({ id: `${id}${suffix}`, label: states.labels[i] as PortSpec['label'] }));
  return {
    inputs: [
      { id: 'x', label: { en: 'Sequence', 'zh-CN': '序列' } },
      ...(params.masked ? [maskPort] : []),
      ...(params.initialState ? ports('0') : []),
    ],
    outputs: [{ id: 'y', label: { en: 'Output', 'zh-CN': '输出' } }, ...(params.finalState ? ports('') : [])],
  };
}

export function recurrentBrief({ units, layers, bidirectional, returns }: RecurrentParams): string {
  return `${layers > 1 ? `${layers} × ` : ''}${units}${bidirectional ? ' ⇄' : ''}${returns === 'sequence' ? ' · T' : ''}`;
}

/** What one direction of one layer reads: x and every state [B, H]; time runs first in x, [T, B, D]. */
interface Pass {
  readonly x: Value;
  readonly weight: Value;
  readonly recurrent: Value;
  readonly bias: Value;
  readonly initial: readonly Value[];
  readonly reverse: boolean;
}

/** A kind of recurrent cell: how it differs from the others. */
export interface Cell {
  readonly states: CellStates;
  readonly gates: number;
  /** Places of ONNX's gates among PyTorch's. */
  readonly order: readonly number[];
  /**
   * What is added to each of ONNX's gates at padding so that the state stays as it is: a gate is shut by a large negative number
   * and opened by a large positive one. Undefined where no gate holds the state.
   */
  readonly hold: readonly number[] | undefined;
  /** Whether that state is the output (a GRU), rather than a memory behind it. */
  readonly holdsOutput: boolean;
  /** (y [T, B, H], last states [B, H] ...) */
  run(b: Builder, pass: Pass): readonly Value[];
}

/** sigmoid(±HOLD) is 1 or 0 to the last bit, in float32 and float64. */
export const HOLD = 1e4;

/**
 * Parameters have PyTorch's names, layout and gate order: weight_ih_l0 [G H, D], weight_hh_l0 [G H, H], bias_ih_l0, bias_hh_l0 [G H].
 * Throws `declared` where x has other features than `inputSize` says.
 */
export function lowerRecurrent(
  context: LowerContext,
  inputs: Readonly<Record<string, Value>>,
  params: RecurrentParams,
  cell: Cell,
): Record<string, Value> {
  const { b } = context;
  const given = inputs.x as Value;
  const sizes = expectSequence(given, 'x');
  atPort('x', () => expectDeclared(params.inputSize, 'features', sizes.features));
  const mask = params.masked ? expectMask(inputs.mask as Value, sizes) : undefined;
  const directions = params.bidirectional ? 2 : 1;
  const initial = readInitial(b, inputs, params, cell, sizes);
  const finals: Value[][] = cell.states.ids.map(() => []);
  let x = given;
  let last: readonly Value[] = [];
  for (let layer = 0; layer < params.layers; layer++) {
    const done = Array.from({ length: directions }, (_, direction) => {
      const states = initial.map((list) => list[layer * directions + direction] as Value);
      return runDirection(context, cell, { x, mask, units: params.units, layer, reverse: direction === 1, states });
    });
    for (const { states } of done) for (const [i, state] of states.entries()) finals[i]?.push(state);
    last = done.map(({ states }) => states[0] as Value);
    const isTop = layer === params.layers - 1;
    if (isTop && params.returns === 'last') break;
    x = beside(
      b,
      done.map(({ y }) => y()),
    );
    if (!isTop) x = dropped(context, x, params.dropout);
  }
  const y = params.returns === 'last' ? beside(b, last) : mask ? onlyReal(b, x, mask) : x;
  if (!params.finalState) return { y };
  return { y, ...Object.fromEntries(cell.states.ids.map((id, i) => [id, stacked(b, finals[i] as Value[])])) };
}

interface Direction {
  readonly x: Value;
  readonly mask: Value | undefined;
  readonly units: number;
  readonly layer: number;
  readonly reverse: boolean;
  readonly states: readonly Value[];
}

/** y [B, T, H], made when it is asked for, and the last states [B, H]. */
function runDirection(
  { b, parameter }: LowerContext,
  cell: Cell,
  { x, mask, units, layer, reverse, states }: Direction,
): { y: () => Value; states: readonly Value[] } {
  const suffix = `_l${layer}${reverse ? '_reverse' : ''}`;
  const init: Initializer = { kind: 'uniform', bound: 1 / Math.sqrt(units) };
  const rows = cell.gates * units;
  const tensor = (name: string, ...shape: number[]) => gatesOf(b, parameter(`${name}${suffix}`, shape, init), cell);
  const weight = tensor('weight_ih', rows, x.type.shape[2] as number);
  const recurrent = tensor('weight_hh', rows, units);
  const bias = [...tensor('bias_ih', rows), ...tensor('bias_hh', rows)];
  const join = (parts: readonly Value[]) =>
    parts.length === 1 ? (parts[0] as Value) : b.op('concat', parts, { axis: 0 });
  // a held memory leaves its output at the start of the backward direction, so a given one cannot wait through the padding
  const waits = cell.holdsOutput || (cell.hold && states.length === 0);
  const turned = reverse && !waits ? mask : undefined;
  const read = turned ? turnedAround(b, x, turned) : x;
  const held = mask && cell.hold ? holding(b, cell.hold, { x: read, weight: join(weight), mask, units }) : undefined;
  const [steps, ...final] = cell.run(b, {
    x: timeFirst(b, held?.x ?? read),
    weight: held?.weight ?? join(weight),
    recurrent: join(recurrent),
    bias: join(bias),
    initial: states,
    reverse: reverse && !turned,
  }) as [Value, ...Value[]];
  const y = () => (turned ? turnedAround(b, timeFirst(b, steps), turned) : timeFirst(b, steps));
  const endsInPadding = !cell.holdsOutput && (!reverse || turned);
  const lastH = mask && endsInPadding ? lastReal(b, timeFirst(b, steps), mask) : (final[0] as Value);
  return { y, states: [lastH, ...final.slice(1)] };
}

/** A parameter cut into gates, in ONNX's order. */
function gatesOf(b: Builder, x: Value, { gates, order }: Cell): readonly Value[] {
  if (gates === 1) return [x];
  const size = (x.type.shape[0] as number) / gates;
  const parts = b.ops('split', [x], { axis: 0, sizes: new Array<number>(gates).fill(size) });
  return order.map((place) => parts[place] as Value);
}

/** One more feature, 1 at padding, with a fixed column of weights that makes the gates hold the state there. */
function holding(
  b: Builder,
  hold: readonly number[],
  { x, weight, mask, units }: { x: Value; weight: Value; mask: Value; units: number },
): { x: Value; weight: Value } {
  const [batch, time] = x.type.shape as [Dim, number];
  const isPadding = b.op('where', [mask, b.scalar(0), b.scalar(1)]);
  const column = hold.flatMap((value) => new Array<number>(units).fill(value));
  const fixed = b.constant(hostTensor('float32', [column.length, 1], Float32Array.from(column)));
  return {
    x: b.op('concat', [x, b.reshape(isPadding, [batch, time, 1])], { axis: 2 }),
    weight: b.op('concat', [weight, fixed], { axis: 1 }),
  };
}

/** The real steps of each sequence from the last to the first, the padding after them where it was: [B, T, D]. */
function turnedAround(b: Builder, x: Value, mask: Value): Value {
  const time = x.type.shape[1] as number;
  const batch = x.type.shape[0] as Dim;
  const place = countUp(b, [1, time]);
  const end = lengths(b, mask);
  const mirrored = b.op('sub', [b.op('sub', [end, b.scalar(1, 'int32')]), place]);
  const from = b.op('where', [b.op('less', [place, end]), mirrored, place]);
  return b.op('gatherND', [x, b.reshape(from, [batch, time, 1])], { batchDims: 1 });
}

/** [B, T, D] <-> [T, B, D] */
function timeFirst(b: Builder, x: Value): Value {
  return b.op('transpose', [x], { perm: [1, 0, 2] });
}

function beside(b: Builder, parts: readonly Value[]): Value {
  return parts.length === 1 ? (parts[0] as Value) : b.op('concat', parts, { axis: -1 });
}

/** [B, H] of each layer and direction -> [B, N, H], or the only one as it is. */
function stacked(b: Builder, states: readonly Value[]): Value {
  if (states.length === 1) return states[0] as Value;
  const [batch, hidden] = (states[0] as Value).type.shape as [Dim, number];
  return b.op(
    'concat',
    states.map((state) => b.reshape(state, [batch, 1, hidden])),
    { axis: 1 },
  );
}

/** The first states of every layer and direction, by kind; none where they are zeros. */
function readInitial(
  b: Builder,
  inputs: Readonly<Record<string, Value>>,
  params: RecurrentParams,
  { states }: Cell,
  { batch }: SequenceSizes,
): readonly (readonly Value[])[] {
  if (!params.initialState) return [];
  const count = params.layers * (params.bidirectional ? 2 : 1);
  return states.ids.map((id) => {
    const port = `${id}0`;
    const state = inputs[port] as Value;
    atPort(port, () => {
      commonDtype([(inputs.x as Value).type, state.type]);
      const wanted: Dim[] = count === 1 ? [batch, params.units] : [batch, count, params.units];
      expectRank(state.type.shape, wanted.length, count === 1 ? '[B, H]' : '[B, N, H]');
      for (const [axis, size] of wanted.entries())
        expectDim(state.type.shape[axis], size, ['B', ...(count === 1 ? [] : ['N']), 'H'][axis] as string);
    });
    if (count === 1) return [state];
    const parts = b.ops('split', [state], { axis: 1, sizes: new Array<number>(count).fill(1) });
    return parts.map((part) => b.reshape(part, [batch, params.units]));
  });
}
