import { adagrad } from './adagrad';
import { adam, adamW } from './adam';
import { muon } from './muon';
import type { OptimizerDef } from './optimizer';
import { rmsprop } from './rmsprop';
import { sgd } from './sgd';

const all = [adam, adamW, sgd, rmsprop, adagrad, muon] as const;

/** Every optimizer by its type, in the order of the form. */
export const optimizers: ReadonlyMap<string, OptimizerDef> = new Map(
  all.map((optimizer) => [optimizer.type, optimizer as unknown as OptimizerDef]),
);

export function optimizerOf(type: string): OptimizerDef | undefined {
  return optimizers.get(type);
}
