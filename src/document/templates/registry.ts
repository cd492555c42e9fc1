import { anomaly } from './anomaly';
import { autoencoder } from './autoencoder';
import { bertSentiment } from './bertSentiment';
import { carsMpg } from './carsMpg';
import { charGpt } from './charGpt';
import { cifarCnn } from './cifarCnn';
import { cifarResnet } from './cifarResnet';
import { cnnText } from './cnnText';
import { dcgan } from './dcgan';
import { doodleCnn } from './doodleCnn';
import { forecast } from './forecast';
import { gruNames } from './gruNames';
import { lstmRows } from './lstmRows';
import { lstmSentiment } from './lstmSentiment';
import { lstmStack } from './lstmStack';
import { mnistCnn } from './mnistCnn';
import { mnistMlp } from './mnistMlp';
import { penguins } from './penguins';
import { recommender } from './recommender';
import { seq2seqDates } from './seq2seqDates';
import type { Template } from './template';
import { toy2d } from './toy2d';
import { vae } from './vae';
import { word2vec } from './word2vec';

/** The gallery, in order; the first is what a newcomer sees. */
export const templates: readonly Template[] = [
  mnistCnn,
  mnistMlp,
  toy2d,
  doodleCnn,
  autoencoder,
  anomaly,
  vae,
  dcgan,
  cifarCnn,
  cifarResnet,
  lstmRows,
  lstmStack,
  gruNames,
  lstmSentiment,
  bertSentiment,
  cnnText,
  charGpt,
  seq2seqDates,
  forecast,
  word2vec,
  recommender,
  carsMpg,
  penguins,
];

export function templateOf(id: string): Template | undefined {
  return templates.find((template) => template.id === id);
}
