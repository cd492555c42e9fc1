import { IconChevronRight } from '@tabler/icons-react';
import { type ReactNode, useId } from 'react';
import { create } from 'zustand';
import { Lockable } from '../LockScope';
import styles from './program.module.css';

/** Parts of the form that were opened or closed by hand, by name; the others are as they come. */
const useFolds = create<Readonly<Record<string, boolean>>>()(() => ({}));

/** Opens a part of the form. */
export const openFold = (name: string): void => useFolds.setState({ [name]: true });

interface Props {
  readonly name: string;
  readonly title: string;
  /** What stands beside the title while it is closed. */
  readonly summary: string;
  /** Whether it is open until somebody chooses. */
  readonly open?: boolean;
  readonly children: ReactNode;
}

/** A part of the training form: one line while it is closed, which says what is set inside. */
export function Fold({ name, title, summary, open: first = false, children }: Props) {
  const open = useFolds((state) => state[name] ?? first);
  const bodyId = useId();
  return (
    <section className={styles.fold} aria-label={title} data-testid={`fold-${name}`} data-open={open}>
      <h3 className={styles.foldTitle}>
        <button
          type="button"
          aria-expanded={open}
          aria-controls={open ? bodyId : undefined}
          onClick={() => useFolds.setState({ [name]: !open })}
        >
          <IconChevronRight size={13} stroke={2} className={styles.chevron} aria-hidden />
          {title}
          {!open && <span className={styles.foldSummary}>{summary}</span>}
        </button>
      </h3>
      {open && (
        <div id={bodyId} className={styles.foldBody}>
          <Lockable name={name}>{children}</Lockable>
        </div>
      )}
    </section>
  );
}
