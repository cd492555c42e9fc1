import { mnistCnn } from './cnn';
import { dcgan } from './dcgan';
import { lstm } from './lstm';
import { digitsMlp, tinyMlp } from './mlp';
import type { BenchModel } from './model';

export type { BenchModel };

import { resnet8 } from './resnet';
import { transformer } from './transformer';
import { vae } from './vae';

export const models: readonly BenchModel[] = [tinyMlp, digitsMlp, mnistCnn, resnet8, lstm, transformer, vae, dcgan];

/** The model of that id. Throws where there is none. */
export function modelOf(id: string): BenchModel {
  const model = models.find((candidate) => candidate.id === id);
  if (!model) throw new Error(`no model ${id}: there are ${models.map((known) => known.id).join(', ')}`);
  return model;
}
