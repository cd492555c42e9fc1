import { useTranslation } from 'react-i18next';
import { type DrawnLoss, meaningOf } from '../../../document/phaseParts';
import type { Phase } from '../../../document/schema';
import { useDocument } from '../../../stores/document';
import { useUi } from '../../../stores/ui';
import { nodeName } from '../../common/localize';

/** What a phase is called in the interface: its name, else `Phase 2`. */
export function usePhaseName(): (phase: Pick<Phase, 'name'>, index: number) => string {
  const { t } = useTranslation('program');
  return ({ name }, index) => name || t('phaseNumber', { number: index + 1 });
}

/** What a part of the model is called: the module's name, the node's, or the number of a copy; its path where nothing is there. */
export function usePartName(): (path: string) => string {
  const { t } = useTranslation('program');
  const locale = useUi((state) => state.locale);
  const document = useDocument((state) => state.document);
  return (path) => {
    const found = meaningOf(document, path);
    switch (found?.kind) {
      case 'module':
        return found.module.name || path;
      case 'node':
        return nodeName(found.node, locale);
      case 'copy':
        return t('copyNumber', { number: found.number });
      case undefined:
        return path;
      default:
        return found satisfies never;
    }
  };
}

/** What losses are called; those of the same name are told apart by their ids. */
export function useLossName(): (loss: DrawnLoss, all: readonly DrawnLoss[]) => string {
  const locale = useUi((state) => state.locale);
  return ({ path, node }, all) => {
    const name = nodeName(node, locale);
    const isAlone = all.every((other) => other.path === path || nodeName(other.node, locale) !== name);
    return isAlone ? name : `${name} (${path})`;
  };
}

/** What a metric, or the loss, is called. */
export function useMetricName(): (name: string) => string {
  const { t } = useTranslation('training');
  return (name) => t([`metric.${name}`, 'metric.other'], { name });
}

/** The token of a phase's colour: charts, the list and the canvas agree. */
export const phaseColor = (index: number): string => `var(--phase-${(index % 8) + 1})`;
