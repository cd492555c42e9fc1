import { ActionIcon, Menu, Tooltip } from '@mantine/core';
import {
  IconLanguage,
  IconLayoutSidebar,
  IconLayoutSidebarRight,
  IconMoon,
  IconSun,
  IconSunMoon,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { type Locale, locales } from '../core/locale';
import { HistoryButtons } from '../features/projects/HistoryButtons';
import { ModelTotals } from '../features/projects/ModelTotals';
import { ProjectMenu } from '../features/projects/ProjectMenu';
import { ProjectName } from '../features/projects/ProjectName';
import { SaveState } from '../features/projects/SaveState';
import { useLocks } from '../stores/lessonLocks';
import { type ColorScheme, type PanelName, panelOpen, useUi } from '../stores/ui';
import { Brand } from './Brand';
import { LockChip } from './LockChip';
import { Slot } from './Slot';
import { slots } from './slots';
import styles from './TopBar.module.css';

const schemeIcons = { light: IconSun, dark: IconMoon, auto: IconSunMoon } as const;
const languageNames: Record<Locale, string> = { en: 'English', 'zh-CN': '简体中文' };

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
        <LanguageMenu />
        <SchemeMenu />
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
    <Tooltip label={label}>
      <ActionIcon aria-label={label} aria-expanded={open} onClick={() => toggle(panel)} data-testid={`toggle-${panel}`}>
        <Icon size={18} stroke={1.6} />
      </ActionIcon>
    </Tooltip>
  );
}

function LanguageMenu() {
  const { t } = useTranslation('shell');
  const locale = useUi((state) => state.locale);
  const setLocale = useUi((state) => state.setLocale);
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon aria-label={t('language')} data-testid="language-menu">
          <IconLanguage size={18} stroke={1.6} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {locales.map((name) => (
          <Menu.Item
            key={name}
            lang={name}
            aria-current={name === locale}
            onClick={() => setLocale(name)}
            data-testid={`language-${name}`}
          >
            {languageNames[name]}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

function SchemeMenu() {
  const { t } = useTranslation('shell');
  const scheme = useUi((state) => state.scheme);
  const setScheme = useUi((state) => state.setScheme);
  const Icon = schemeIcons[scheme];
  const schemes = Object.keys(schemeIcons) as ColorScheme[];
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon aria-label={t('theme')} data-testid="theme-menu">
          <Icon size={18} stroke={1.6} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {schemes.map((name) => {
          const SchemeIcon = schemeIcons[name];
          return (
            <Menu.Item
              key={name}
              aria-current={name === scheme}
              leftSection={<SchemeIcon size={16} stroke={1.6} />}
              onClick={() => setScheme(name)}
              data-testid={`theme-${name}`}
            >
              {t(`themes.${name}`)}
            </Menu.Item>
          );
        })}
      </Menu.Dropdown>
    </Menu>
  );
}
