import { lazy, Suspense } from 'react';
import styles from './PredictPanel.module.css';

const TrialPanel = lazy(async () => ({ default: (await import('./TrialPanel')).TrialPanel }));

/** The exported model at work. What it is tried with, and its sentences, come after the first screen. */
export function PredictPanel() {
  return (
    <Suspense fallback={<section className={styles.panel} />}>
      <TrialPanel />
    </Suspense>
  );
}
