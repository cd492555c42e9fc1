import type { Shape } from '../../core/shape';
import type { RecurrentAttrs } from '../../ir/recurrent';
import type { RefTensor } from '../reference/tensor';
import type { Numbers, OpCase, OpCases } from './case';

interface Sizes {
  readonly time: number;
  readonly batch: number;
  readonly features: number;
  readonly hidden: number;
}

/** Half of standard normal: away from the flat ends of the gates, where float32 loses the slope. */
function small(n: Numbers, ...dims: number[]): RefTensor {
  const drawn = n.normal(...dims);
  return { ...drawn, data: drawn.data.map((value) => Math.round(value * 32) / 64) };
}

/** x, W, R, bias and, where asked for, initial states. */
function drawn(n: Numbers, gates: number, { time, batch, features, hidden }: Sizes, states: number): RefTensor[] {
  const weights = [small(n, gates * hidden, features), small(n, gates * hidden, hidden), small(n, 2 * gates * hidden)];
  return [
    small(n, time, batch, features),
    ...weights,
    ...Array.from({ length: states }, () => small(n, batch, hidden)),
  ];
}

type Named = readonly [name: string, sizes: Sizes, reverse: boolean, initial: boolean];

const named: readonly [Named, ...Named[]] = [
  ['forwards', { time: 3, batch: 2, features: 3, hidden: 2 }, false, false],
  ['backwards', { time: 3, batch: 2, features: 2, hidden: 3 }, true, false],
  ['initial state', { time: 2, batch: 2, features: 2, hidden: 2 }, false, true],
  ['backwards from an initial state', { time: 3, batch: 1, features: 1, hidden: 2 }, true, true],
  ['no examples', { time: 3, batch: 0, features: 2, hidden: 3 }, false, false],
  ['no examples, backwards from an initial state', { time: 2, batch: 0, features: 2, hidden: 2 }, true, true],
  ['one step, one unit', { time: 1, batch: 1, features: 1, hidden: 1 }, false, false],
];

/** Onnxruntime-node 1.30 ends the process where the batch of an LSTM or GRU turns out to be empty; one declared empty is not run. */
const endsProcess = (gates: number, { batch }: Sizes): boolean => batch === 0 && gates > 1;

const declaredOf = (gates: number, states: number, { time, features, hidden }: Sizes, initial: boolean): Shape[] => [
  [time, 'B', features],
  [gates * hidden, features],
  [gates * hidden, hidden],
  [2 * gates * hidden],
  ...Array.from({ length: initial ? states : 0 }, (): Shape => ['B', hidden]),
];

function casesOf<K extends 'lstm' | 'gru' | 'rnn'>(
  gates: number,
  states: number,
  attrs: (reverse: boolean) => OpCase<K>['attrs'],
): readonly [OpCase<K>, ...OpCase<K>[]] {
  const make = ([name, sizes, reverse, initial]: Named): OpCase<K> => ({
    name,
    inputs: (n) => drawn(n, gates, sizes, initial ? states : 0),
    attrs: attrs(reverse),
    ...(endsProcess(gates, sizes) ? {} : { declared: declaredOf(gates, states, sizes, initial) }),
  });
  const [first, ...rest] = named;
  return [make(first), ...rest.map(make)];
}

const either = (reverse: boolean): RecurrentAttrs => ({ reverse });

export const lstm: OpCases<'lstm'> = { gradient: 'rule', cases: casesOf<'lstm'>(4, 2, either) };

export const gru: OpCases<'gru'> = { gradient: 'rule', cases: casesOf<'gru'>(3, 1, either) };

export const rnn: OpCases<'rnn'> = {
  gradient: 'rule',
  cases: [
    ...casesOf<'rnn'>(1, 1, (reverse) => ({ reverse, activation: 'tanh' })),
    {
      name: 'relu',
      inputs: (n) => drawn(n, 1, { time: 3, batch: 2, features: 2, hidden: 3 }, 0),
      attrs: { reverse: false, activation: 'relu' },
    },
  ],
};
