import { useTranslation } from 'react-i18next';
import { useShallow } from 'zustand/react/shallow';
import { useDocument } from '../../stores/document';
import { useCurveNames } from '../../stores/run';
import type { CurveName } from '../../stores/telemetry';
import type { LineColors } from './plot';

/** One value of a chart: which curve, what it is called where there are several, its colours. */
export interface ChartLine {
  readonly name: CurveName;
  readonly label: string;
  readonly colors: LineColors;
  /** CSS colour of its mark in the legend. */
  readonly swatch: string;
}

/** Curves of losses beside that of the first phase. */
export const isPhaseLoss = (name: CurveName): boolean => name.startsWith('loss:');

const single: LineColors = { raw: '--chart-train-raw', smooth: '--chart-train', validation: '--chart-validation' };

/** A chart of one value. */
export const lineOf = (name: CurveName): readonly ChartLine[] => [
  { name, label: '', colors: single, swatch: 'var(--chart-train)' },
];

/** The losses of a run, one a phase in the phase's colour; the one loss in the usual colours where there are no phases. */
export function useLossLines(): readonly ChartLine[] {
  const { t } = useTranslation('training');
  const measured = useCurveNames((names) => names.filter(isPhaseLoss).length + 1);
  const names = useDocument(useShallow(({ document }) => document.training.phases.map(({ name }) => name)));
  const ran = useCurveNames((all) => all.length > 0);
  const count = ran ? measured : names.length;
  if (count < 2) return lineOf('loss');
  return Array.from({ length: count }, (_, phase) => {
    const token = `--phase-${(phase % 8) + 1}`;
    return {
      name: phase === 0 ? 'loss' : `loss:${phase}`,
      label: names[phase] || t('phase', { number: phase + 1 }),
      colors: { raw: `${token}/26`, smooth: token, validation: token },
      swatch: `var(${token})`,
    };
  });
}
