import { type BenchModel, dense, linear, type Parameter } from './model';

const HIDDEN = 128;

function cell(name: string, inputs: number): Parameter[] {
  const init = { kind: 'uniform', bound: 1 / Math.sqrt(HIDDEN) } as const;
  return [
    { name: `${name}.w`, kind: 'matrix', shape: [4 * HIDDEN, inputs], init },
    { name: `${name}.r`, kind: 'matrix', shape: [4 * HIDDEN, HIDDEN], init },
    { name: `${name}.bias`, kind: 'vector', shape: [8 * HIDDEN], init },
  ];
}

/** Rows of a picture as 28 steps, two layers, the last state decides. */
export const lstm: BenchModel = {
  id: 'lstm',
  title: 'LSTM 2x128 on 28x28, batch 32',
  kind: 'recurrent',
  batch: 32,
  parameters: [...cell('lstm1', 28), ...cell('lstm2', HIDDEN), ...linear('head', HIDDEN, 10)],
  columns: [
    { name: 'x', kind: 'uniform', shape: [28, 28] },
    { name: 'y', kind: 'classes', shape: [], below: 10 },
  ],
  phases: [
    {
      name: 'train',
      trains: '',
      loss: (ops, { parameter, data }) => {
        const read = ['lstm1', 'lstm2'].reduce(
          (x, name) => ops.lstm(x, parameter(`${name}.w`), parameter(`${name}.r`), parameter(`${name}.bias`)),
          data('x'),
        );
        return ops.crossEntropy(dense(ops, { parameter, data }, 'head', ops.lastStep(read)), data('y'));
      },
    },
  ],
};
