import { useTranslation } from 'react-i18next';
import { useDocument } from '../../stores/document';
import styles from './Canvas.module.css';

/** What an empty canvas says: how to begin. */
export function EmptyCanvas() {
  const { t } = useTranslation('canvas');
  const ready = useDocument((state) => state.ready);
  if (!ready) return null;
  return (
    <div className={styles.empty}>
      <strong>{t('empty.title')}</strong>
      <span>{t('empty.text')}</span>
      <span>{t('empty.keys')}</span>
    </div>
  );
}
