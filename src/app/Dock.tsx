import { ActionIcon } from '@mantine/core';
import { IconChevronDown, IconChevronUp } from '@tabler/icons-react';
import { type KeyboardEvent, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { useUi } from '../stores/ui';
import styles from './Dock.module.css';
import { ErrorBoundary } from './ErrorBoundary';
import { ResizeHandle } from './ResizeHandle';
import { slots } from './slots';

/** Tabs below the canvas; closed, only the row of tabs stays. */
export function Dock() {
  const { t } = useTranslation();
  const { open, size } = useUi((state) => state.panels.dock);
  const wanted = useUi((state) => state.dockTab);
  const openDock = useUi((state) => state.openDock);
  const toggle = useUi((state) => state.togglePanel);
  const tabs = slots.dockTabs;
  const active = tabs.find((tab) => tab.id === wanted) ?? tabs[0];
  if (!active) return null;

  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step === undefined) return;
    const next = tabs[(tabs.indexOf(active) + step + tabs.length) % tabs.length];
    if (!next) return;
    openDock(next.id);
    document.getElementById(`dock-tab-${next.id}`)?.focus();
  };

  return (
    <section
      className={styles.dock}
      style={{ height: open ? size : undefined }}
      aria-label={t('shell:dock')}
      id="panel-dock"
    >
      {open && <ResizeHandle panel="dock" edge="top" />}
      <div className={styles.bar}>
        <div role="tablist" className={styles.tabs} onKeyDown={onKeyDown} aria-label={t('shell:dock')}>
          {tabs.map(({ id, titleKey, Badge }) => (
            <button
              key={id}
              id={`dock-tab-${id}`}
              type="button"
              role="tab"
              tabIndex={id === active.id ? 0 : -1}
              aria-selected={id === active.id}
              aria-controls={open ? 'dock-content' : undefined}
              className={styles.tab}
              data-open={open}
              onClick={() => (id === active.id && open ? toggle('dock') : openDock(id))}
            >
              {t(titleKey)}
              {Badge && <Badge />}
            </button>
          ))}
        </div>
        <Suspense fallback={null}>{open && active.Tools && <active.Tools />}</Suspense>
        <ActionIcon
          onClick={() => toggle('dock')}
          aria-label={t(open ? 'shell:closeDock' : 'shell:openDock')}
          aria-expanded={open}
        >
          {open ? <IconChevronDown size={16} /> : <IconChevronUp size={16} />}
        </ActionIcon>
      </div>
      {open && (
        <div role="tabpanel" id="dock-content" aria-labelledby={`dock-tab-${active.id}`} className={styles.content}>
          <ErrorBoundary key={active.id}>
            <Suspense fallback={null}>
              <active.Content />
            </Suspense>
          </ErrorBoundary>
        </div>
      )}
    </section>
  );
}
