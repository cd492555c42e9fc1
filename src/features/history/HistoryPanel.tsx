import { useEffect, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { useDocument } from '../../stores/document';
import { type HistoryEntry, historyOf } from '../../stores/history';
import { useEntryText } from './changeText';
import styles from './HistoryPanel.module.css';

function useHistory(): readonly HistoryEntry[] {
  const document = useDocument((state) => state.document);
  const past = useStore(useDocument.temporal, (state) => state.pastStates);
  const future = useStore(useDocument.temporal, (state) => state.futureStates);
  // zundo moves entries between its two lists in place: their lengths tell what their identity does not
  return useMemo(() => historyOf(past, document, future), [past, past.length, document, future, future.length]);
}

/** Everything that was done to the project since it was opened; a click goes there. */
export function HistoryPanel() {
  const { t } = useTranslation('history');
  const entries = useHistory();
  const textOf = useEntryText();
  const current = useRef<HTMLButtonElement>(null);
  const place = entries.findIndex(({ steps }) => steps === 0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the present moves with every step
  useEffect(() => {
    current.current?.scrollIntoView({ block: 'nearest' });
  }, [place, entries.length]);
  return (
    <section className={styles.panel} aria-label={t('title')} data-testid="history">
      <ol className={styles.list}>
        {entries.map((entry, index) => (
          // the past does not change, and what comes after it is made anew
          // biome-ignore lint/suspicious/noArrayIndexKey: see above
          <li key={index}>
            <button
              ref={entry.steps === 0 ? current : undefined}
              type="button"
              className={styles.entry}
              data-undone={entry.steps > 0}
              aria-current={entry.steps === 0 ? 'step' : undefined}
              onClick={() => useDocument.getState().travel(entry.steps)}
            >
              <span>{textOf(entry)}</span>
              {entry.steps > 0 && <span className="visuallyHidden">{t('undone')}</span>}
            </button>
          </li>
        ))}
      </ol>
      <p className={styles.hint}>{t(entries.length > 1 ? 'hint' : 'empty')}</p>
    </section>
  );
}
