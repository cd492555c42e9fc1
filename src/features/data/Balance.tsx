import { useTranslation } from 'react-i18next';
import type { Look } from '../../stores/dataRoom';
import { formatCount } from '../common/format';
import styles from './DataRoom.module.css';

const MOST = 40;

/** How many training and validation examples each class has, as bars. */
export function Balance({ balance: { classes, train, validation } }: { readonly balance: Look['balance'] }) {
  const { t } = useTranslation('dataRoom');
  if (classes.length === 0) return null;
  const all = classes.map((_, i) => (train[i] ?? 0) + (validation[i] ?? 0));
  const most = Math.max(1, ...all);
  return (
    <section className={styles.balance} data-testid="data-balance">
      <header>
        <h3>{t('balance')}</h3>
        <span className={styles.key} data-part="train">
          {t('part.train')}
        </span>
        <span className={styles.key} data-part="validation">
          {t('part.validation')}
        </span>
      </header>
      <ul>
        {classes.slice(0, MOST).map((name, i) => (
          <li key={name}>
            <span className={styles.className}>{name}</span>
            <span className={styles.bar} aria-hidden>
              <span style={{ width: `${(100 * (train[i] ?? 0)) / most}%` }} />
              <span style={{ width: `${(100 * (validation[i] ?? 0)) / most}%` }} />
            </span>
            <span className={styles.number}>{formatCount(all[i] ?? 0)}</span>
          </li>
        ))}
      </ul>
      {classes.length > MOST && <p className={styles.hint}>{t('moreClasses', { count: classes.length - MOST })}</p>}
    </section>
  );
}
