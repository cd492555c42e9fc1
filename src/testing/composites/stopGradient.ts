import type { Forward } from '../differentiate';
import type { CompositeCase } from './composite';

/** Gradients are compared with PyTorch's detach: differences do not stop at it. */
const stopped = (form: string, forward: Forward): CompositeCase => ({
  name: form,
  inputs: (n) => [n.between(3, 4)],
  attrs: { form },
  forward,
  kink: true,
});

export const stopGradient: readonly CompositeCase[] = [
  stopped('half of a square', (b, [x]) => [b.op('mul', [x!, b.op('stopGradient', [x!])])]),
  stopped('straight through', (b, [x]) => [
    b.op('add', [x!, b.op('stopGradient', [b.op('sub', [b.op('round', [x!]), x!])])]),
  ]),
  stopped('nothing left', (b, [x]) => [
    b.op('add', [b.op('stopGradient', [b.op('tanh', [x!])]), b.op('mul', [b.scalar(0), x!])]),
  ]),
];
