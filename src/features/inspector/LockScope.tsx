import { IconLock } from '@tabler/icons-react';
import { createContext, type ReactNode, useContext, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { type ChangeKind, useLockOf } from '../../stores/locks';
import type { RefusalReason } from '../../stores/refusal';
import styles from './fields.module.css';

interface Scope {
  readonly reason: RefusalReason | undefined;
  readonly free: readonly string[];
}

const NONE: readonly string[] = [];
const Locked = createContext<Scope>({ reason: undefined, free: NONE });

interface ScopeProps {
  /** What the fields inside change. */
  readonly kind: ChangeKind;
  /** Names of fields, and of parts of a form whose fields count for themselves, that a lesson leaves free. */
  readonly free?: readonly string[];
  /** Without the line that says why: the same is said nearby. */
  readonly quiet?: boolean;
  /** Around whole sections, rather than in one. */
  readonly apart?: boolean;
  readonly children: ReactNode;
}

/** Fields that a lesson may lock, or that another tab writes: greyed then, under a line that says why. */
export function LockScope({ kind, free = NONE, quiet = false, apart = false, children }: ScopeProps) {
  const { t } = useTranslation('projects');
  const reason = useLockOf(kind);
  const scope = useMemo(() => ({ reason, free }), [reason, free]);
  return (
    <Locked value={scope}>
      {reason && reason !== 'elsewhere' && !quiet && (
        <p className={apart ? `${styles.locked} ${styles.apart}` : styles.locked} data-testid={`locked-${kind}`}>
          <IconLock size={13} stroke={1.8} aria-hidden />
          {t(`refusal.${reason}`)}
        </p>
      )}
      {children}
    </Locked>
  );
}

interface LockableProps {
  /** Of the field. */
  readonly name?: string;
  readonly children: ReactNode;
}

/** Controls that do nothing where their scope is locked; pointed at, they say why. */
export function Lockable({ name = '', children }: LockableProps) {
  const { t } = useTranslation('projects');
  const { reason, free } = useContext(Locked);
  const locked = reason !== undefined && (reason === 'elsewhere' || !free.includes(name));
  return (
    <fieldset
      className={styles.lockable}
      disabled={locked}
      title={locked ? t(`refusal.${reason}`) : undefined}
      data-locked={locked || undefined}
    >
      {children}
    </fieldset>
  );
}
