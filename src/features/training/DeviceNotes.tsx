import { useTranslation } from 'react-i18next';
import type { LoadInfo } from '../../stores/run';
import styles from './DockTools.module.css';

/** Why a run is where it is, what was measured, and how batches get there: a sentence each. */
export function DeviceNotes({ info: { reason, measured, batches } }: { readonly info: LoadInfo }) {
  const { t } = useTranslation('device');
  return (
    <div className={styles.reason} data-testid="provider-notes">
      <div>{t(`reason.${reason}`)}</div>
      {measured && <div>{t('measured', { wasm: figure(measured.wasm), webgpu: figure(measured.webgpu) })}</div>}
      {batches && <div>{t(`batches.${batches}`)}</div>}
    </div>
  );
}

/** Two digits of what is below 100. */
const figure = (ms: number): string => (ms < 100 ? String(Number(ms.toPrecision(2))) : String(Math.round(ms)));
