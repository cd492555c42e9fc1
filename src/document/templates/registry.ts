import { gruNames } from './gruNames';
import { lstmSentiment } from './lstmSentiment';
import { lstmStack } from './lstmStack';
import { mnistCnn } from './mnistCnn';
import { mnistMlp } from './mnistMlp';
import type { Template } from './template';

/** The gallery, in order; the first is what a newcomer sees. */
export const templates: readonly Template[] = [mnistCnn, mnistMlp, lstmStack, gruNames, lstmSentiment];

export function templateOf(id: string): Template | undefined {
  return templates.find((template) => template.id === id);
}
