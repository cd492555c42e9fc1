import { IconLock } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Hint } from '../features/common/Hint';
import { useLocks } from '../stores/lessonLocks';
import styles from './TopBar.module.css';

/** That the address locks parts of the page, and which; nothing where it does not. */
export function LockChip() {
  const { t } = useTranslation();
  const locked = useLocks((state) => state.locked);
  if (locked.size === 0) return null;
  const parts = [...locked].map((part) => t(`share:part.${part}`)).join(t('share:comma'));
  const label = t('projects:locks', { parts });
  return (
    <Hint label={label} multiline maw={320}>
      <span className={styles.lock} role="img" aria-label={label} data-testid="lock-chip">
        <IconLock size={15} stroke={1.7} aria-hidden />
      </span>
    </Hint>
  );
}
