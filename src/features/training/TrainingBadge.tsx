import { useRun } from '../../stores/run';
import styles from './TrainingBadge.module.css';

/** A dot beside the dock's tab: whether something runs, or went wrong. */
export function TrainingBadge() {
  const status = useRun((state) => state.status);
  if (status === 'idle' || status === 'stopped') return null;
  return <span className={styles.badge} data-status={status} />;
}
