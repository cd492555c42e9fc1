import { type ComponentType, type KeyboardEvent, lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { Palette } from '../features/palette/Palette';
import { type LeftTab, leftTabs, useUi } from '../stores/ui';
import { ErrorBoundary } from './ErrorBoundary';
import styles from './LeftPanel.module.css';

const contents: Record<LeftTab, ComponentType> = {
  layers: Palette,
  outline: lazy(async () => ({ default: (await import('../features/outline/Outline')).Outline })),
  history: lazy(async () => ({ default: (await import('../features/history/HistoryPanel')).HistoryPanel })),
};

/** The left panel: the layers there are, the model as a list, what was done. */
export function LeftPanel() {
  const { t } = useTranslation('shell');
  const tab = useUi((state) => state.leftTab);
  const openLeft = useUi((state) => state.openLeft);
  const Content = contents[tab];
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step === undefined) return;
    const next = leftTabs.at((leftTabs.indexOf(tab) + step) % leftTabs.length);
    if (!next) return;
    openLeft(next);
    document.getElementById(`left-tab-${next}`)?.focus();
  };
  return (
    <>
      <div role="tablist" className={styles.tabs} aria-label={t('palette')} onKeyDown={onKeyDown}>
        {leftTabs.map((name) => (
          <button
            key={name}
            id={`left-tab-${name}`}
            type="button"
            role="tab"
            tabIndex={name === tab ? 0 : -1}
            aria-selected={name === tab}
            aria-controls="left-content"
            className={styles.tab}
            onClick={() => openLeft(name)}
          >
            {t(`left.${name}`)}
          </button>
        ))}
      </div>
      <div role="tabpanel" id="left-content" aria-labelledby={`left-tab-${tab}`} className={styles.content}>
        <ErrorBoundary key={tab}>
          <Suspense fallback={null}>
            <Content />
          </Suspense>
        </ErrorBoundary>
      </div>
    </>
  );
}
