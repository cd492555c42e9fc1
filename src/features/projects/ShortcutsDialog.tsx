import { Kbd, Modal } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { isMac } from '../common/platform';
import styles from './projects.module.css';
import { useShortcutsHelp } from './shortcutsHelp';

/** Keys by what they are for; `Mod` is Ctrl, or Command on a Mac. */
const groups = [
  {
    name: 'build',
    rows: [
      ['search', '/'],
      ['search', 'Mod K'],
      ['wire', 'W'],
      ['walk', 'Alt ← ↑ → ↓'],
      ['fields', 'I'],
      ['rename', 'F2'],
      ['bypass', 'B'],
      ['frame', 'G'],
      ['note', 'N'],
      ['collapse', 'Mod G'],
      ['expand', 'Mod Shift G'],
      ['enter', 'Enter'],
      ['back', 'Esc'],
    ],
  },
  {
    name: 'edit',
    rows: [
      ['undo', 'Mod Z'],
      ['redo', 'Mod Shift Z'],
      ['save', 'Mod S'],
      ['copy', 'Mod C'],
      ['cut', 'Mod X'],
      ['paste', 'Mod V'],
      ['duplicate', 'Mod D'],
      ['delete', 'Delete'],
      ['deleteReconnect', 'Shift Delete'],
      ['nudge', '← ↑ → ↓'],
      ['select', 'Shift'],
      ['all', 'Mod A'],
    ],
  },
  {
    name: 'view',
    rows: [
      ['fit', 'F'],
      ['zoomTo', 'Z'],
      ['arrange', 'L'],
      ['arrangeDown', 'Shift L'],
      ['find', 'Mod F'],
      ['map', 'M'],
      ['zoom', '+ −'],
      ['help', '?'],
    ],
  },
  {
    name: 'run',
    rows: [
      ['train', 'Mod Enter'],
      ['step', 'Mod .'],
      ['stop', 'Mod Shift .'],
    ],
  },
] as const;

/** Every key of the editor. */
export function ShortcutsDialog() {
  const { t } = useTranslation('shortcuts');
  const opened = useShortcutsHelp((state) => state.opened);
  const close = () => useShortcutsHelp.setState({ opened: false });
  return (
    <Modal
      opened={opened}
      onClose={close}
      title={t('title')}
      size={620}
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      <div className={styles.keys}>
        {groups.map(({ name, rows }) => (
          <section key={name}>
            <h3>{t(`groups.${name}`)}</h3>
            <dl>
              {rows.map(([action, keys]) => (
                <div key={keys}>
                  <dt>{t(`actions.${action}`)}</dt>
                  <dd>
                    {keys.split(' ').map((key) => (
                      <Kbd key={key} size="xs">
                        {key === 'Mod' ? (isMac ? '⌘' : 'Ctrl') : key}
                      </Kbd>
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Modal>
  );
}
