import { Menu } from '@mantine/core';
import { IconDeviceFloppy, IconFile, IconFolderOpen, IconKeyboard, IconShare3 } from '@tabler/icons-react';
import { type ReactNode, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useDocument } from '../../stores/document';
import { listStored, openBlank, openStored, type StoredSummary } from '../../stores/projects';
import { type MenuProps, useMenuOpened } from '../common/lazyMenu';
import { useShare } from '../share/shareStore';
import { chooseFile, useRefused } from './openFile';
import styles from './projects.module.css';
import { useShortcutsHelp } from './shortcutsHelp';
import { useWhen } from './useWhen';

const RECENT = 6;

const saveOpenProject = async () => (await import('./saveFile')).saveOpenProject();

interface Props extends MenuProps {
  /** Items of other features, on top. */
  readonly items: ReactNode;
  /** Items of other features about the page itself, below. */
  readonly help: ReactNode;
}

/** New, open, and the projects of this browser. */
export function ProjectMenuList({ children, items, help }: Props) {
  const { t } = useTranslation('projects');
  const openId = useDocument((state) => state.document.id);
  const [recent, setRecent] = useState<readonly StoredSummary[]>([]);
  const [opened, setOpened] = useMenuOpened();
  useEffect(() => {
    if (opened) void listStored().then(setRecent);
  }, [opened]);
  const when = useWhen();
  const openRecent = async ({ id, name }: StoredSummary) => {
    const opened = await openStored(id);
    if (opened && !opened.ok) useRefused.setState({ refused: { file: name, diagnostics: opened.error } });
  };
  return (
    <Menu position="bottom-start" width={264} opened={opened} onChange={setOpened}>
      <Menu.Target>{children}</Menu.Target>
      <Menu.Dropdown>
        {items}
        <Menu.Item
          leftSection={<IconFile size={16} stroke={1.6} />}
          onClick={() => openBlank(t('untitled'))}
          data-testid="project-new"
        >
          {t('new')}
        </Menu.Item>
        <Menu.Item
          leftSection={<IconFolderOpen size={16} stroke={1.6} />}
          onClick={chooseFile}
          data-testid="project-open"
        >
          {t('open')}
        </Menu.Item>
        <Menu.Item
          leftSection={<IconDeviceFloppy size={16} stroke={1.6} />}
          rightSection={<kbd className={styles.key}>Ctrl S</kbd>}
          onClick={() => void saveOpenProject()}
          data-testid="project-save"
        >
          {t('save')}
        </Menu.Item>
        <Menu.Item
          leftSection={<IconShare3 size={16} stroke={1.6} />}
          onClick={() => useShare.setState({ opened: true })}
          data-testid="project-share"
        >
          {t('share')}
        </Menu.Item>
        <Menu.Divider />
        {help}
        <Menu.Item
          leftSection={<IconKeyboard size={16} stroke={1.6} />}
          rightSection={<kbd className={styles.key}>?</kbd>}
          onClick={() => useShortcutsHelp.setState({ opened: true })}
        >
          {t('shortcuts')}
        </Menu.Item>
        {recent.length > 0 && <Menu.Label>{t('recent')}</Menu.Label>}
        {recent.slice(0, RECENT).map((item) => (
          <Menu.Item
            key={item.id}
            aria-current={item.id === openId}
            onClick={() => item.id !== openId && void openRecent(item)}
          >
            <span className={styles.recent}>
              <span>{item.name}</span>
              <small>{item.id === openId ? t('openNow') : when(item.savedAt)}</small>
            </span>
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
