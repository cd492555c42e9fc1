import type { OpName } from './op';

/** Under WebGPU a loop runs on the CPU, its body on the GPU. Every other operator the IR understands runs on the GPU alone. */
export const loops: ReadonlySet<OpName> = new Set(['scan', 'lstm', 'gru', 'rnn']);
