import { ActionIcon } from '@mantine/core';
import { IconLanguage, IconLayoutSidebar, IconLayoutSidebarRight } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { IconAction } from '../features/common/IconAction';
import { lazyMenu } from '../features/common/lazyMenu';
import { HistoryButtons } from '../features/projects/HistoryButtons';
import { ModelTotals } from '../features/projects/ModelTotals';
import { ProjectMenu } from '../features/projects/ProjectMenu';
import { ProjectName } from '../features/projects/ProjectName';
import { SaveState } from '../features/projects/SaveState';
import { useLocks } from '../stores/lessonLocks';
import { type PanelName, panelOpen, useUi } from '../stores/ui';
import { Brand } from './Brand';
import { LockChip } from './LockChip';
import { Slot } from './Slot';
import { schemeIcons } from './schemeIcons';
import { slots } from './slots';
import styles from './TopBar.module.css';

const LanguageMenu = lazyMenu(async () => (await import('./LanguageMenu')).LanguageMenu);
const SchemeMenu = lazyMenu(async () => (await import('./SchemeMenu')).SchemeMenu);

/** Brand, project and history left; the run in the middle; counts, export and settings right. */
export function TopBar() {
  const locked = useLocks((state) => state.locked);
  return (
    <header className={styles.bar}>
      <div className={styles.start}>
        <ProjectMenu items={<Slot parts={slots.projectMenu} />} help={<Slot parts={slots.helpMenu} />}>
          <Brand />
        </ProjectMenu>
        <ProjectName />
        <SaveState />
        <HistoryButtons />
        {!locked.has('palette') && <PanelToggle panel="palette" Icon={IconLayoutSidebar} />}
        <LockChip />
      </div>
      <div className={styles.middle}>
        <Slot parts={slots.runControls} />
      </div>
      <div className={styles.end}>
        <ModelTotals />
        {!locked.has('export') && <Slot parts={slots.topBarEnd} />}
        <LanguageButton />
        <SchemeButton />
        {!locked.has('inspector') && <PanelToggle panel="inspector" Icon={IconLayoutSidebarRight} />}
      </div>
    </header>
  );
}

function PanelToggle({ panel, Icon }: { readonly panel: PanelName; readonly Icon: typeof IconLayoutSidebar }) {
  const { t } = useTranslation('shell');
  const open = useUi((state) => panelOpen(state, panel));
  const toggle = useUi((state) => state.togglePanel);
  const label = t(open ? 'hidePanel' : 'showPanel', { panel: t(panel) });
  return (
    <IconAction label={label} aria-expanded={open} onClick={() => toggle(panel)} data-testid={`toggle-${panel}`}>
      <Icon size={18} stroke={1.6} />
    </IconAction>
  );
}

function LanguageButton() {
  const { t } = useTranslation('shell');
  return (
    <LanguageMenu>
      <ActionIcon aria-label={t('language')} data-testid="language-menu">
        <IconLanguage size={18} stroke={1.6} />
      </ActionIcon>
    </LanguageMenu>
  );
}

function SchemeButton() {
  const { t } = useTranslation('shell');
  const Icon = schemeIcons[useUi((state) => state.scheme)];
  return (
    <SchemeMenu>
      <ActionIcon aria-label={t('theme')} data-testid="theme-menu">
        <Icon size={18} stroke={1.6} />
      </ActionIcon>
    </SchemeMenu>
  );
}
