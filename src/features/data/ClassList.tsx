import { useTranslation } from 'react-i18next';
import type { Sorting } from '../../stores/dataRoom';
import { formatCount } from '../common/format';
import styles from './DataRoom.module.css';

const MOST = 24;

/** Classes with how many each has, and what belongs to none. */
export function ClassList({ sorting: { classes, emptyClasses, misplaced } }: { readonly sorting: Sorting }) {
  const { t } = useTranslation('dataRoom');
  return (
    <div className={styles.classList} data-testid="class-list">
      <ul>
        {classes.slice(0, MOST).map(({ name, count }) => (
          <li key={name}>
            {name} <span className={styles.number}>{formatCount(count)}</span>
          </li>
        ))}
        {classes.length > MOST && <li>{t('moreClasses', { count: classes.length - MOST })}</li>}
      </ul>
      {emptyClasses.length > 0 && (
        <p className={styles.warning}>{t('report.emptyClasses', { names: emptyClasses.join(', ') })}</p>
      )}
      {misplaced > 0 && <p className={styles.warning}>{t('report.misplaced', { n: formatCount(misplaced) })}</p>}
    </div>
  );
}
