import { create } from 'zustand';
import type { HostTensor } from '../core/tensor';

interface ActivationsState {
  /** First output of each node for one example, float32, without the batch axis, by the node's path in the whole model. */
  readonly byNode: ReadonlyMap<string, HostTensor>;
  /** Replaces all of them; an empty list closes every thumbnail. */
  show(activations: readonly { readonly nodeId: string; readonly tensor: HostTensor }[]): void;
}

/** What the nodes compute right now: written by the run, read by the canvas. */
export const useActivations = create<ActivationsState>()((set) => ({
  byNode: new Map(),
  show: (activations) => set({ byNode: new Map(activations.map(({ nodeId, tensor }) => [nodeId, tensor])) }),
}));
