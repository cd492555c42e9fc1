import { ActionIcon, Menu, UnstyledButton } from '@mantine/core';
import { IconCopy, IconDeviceFloppy, IconDots, IconPencil, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { openStored } from '../../stores/projects';
import { duplicateProject, renameProject, type ShelfProject, trashProject } from '../../stores/shelf';
import { formatCount } from '../common/format';
import { useRefused } from '../projects/openFile';
import { saveProject } from '../projects/saveFile';
import { useWhen } from '../projects/useWhen';
import styles from './GalleryDialog.module.css';
import { GraphPicture } from './GraphPicture';
import { noticeDeleted } from './noticeDeleted';

/** A closing menu gives the keyboard back to its button; a field that opens before would lose it, ms. */
const MENU_GONE = 160;

interface Props {
  readonly project: ShelfProject;
  readonly onOpened: () => void;
  readonly onChanged: () => Promise<void>;
}

/** One project of the shelf. */
export function ProjectCard({ project, onOpened, onChanged }: Props) {
  const { t } = useTranslation('gallery');
  const when = useWhen();
  const [naming, setNaming] = useState(false);
  const { id, name, document, run } = project;
  const open = async () => {
    if (!project.open) {
      const opened = await openStored(id);
      if (opened && !opened.ok) {
        useRefused.setState({ refused: { file: name, diagnostics: opened.error } });
        return;
      }
    }
    onOpened();
  };
  const rename = async (next: string) => {
    setNaming(false);
    if (next.trim() && next !== name) await renameProject(id, next.trim());
    await onChanged();
  };
  return (
    <li className={styles.shelfCard} data-open={project.open} data-testid={`project-${id}`}>
      <UnstyledButton className={styles.cardOpen} onClick={() => void open()} aria-label={t('open', { name })}>
        {document ? (
          <GraphPicture document={document} className={styles.picture} />
        ) : (
          <div className={`${styles.picture} ${styles.blank}`}>{t('unreadable')}</div>
        )}
      </UnstyledButton>
      <div className={styles.text}>
        <div className={styles.nameRow}>
          {naming ? <NameField name={name} onDone={(next) => void rename(next)} /> : <h3 title={name}>{name}</h3>}
          {(project.open || project.elsewhere) && (
            <span className={styles.badge}>{t(project.open ? 'openNow' : 'elsewhere')}</span>
          )}
          <CardMenu
            project={project}
            onRename={() => setTimeout(() => setNaming(true), MENU_GONE)}
            onChanged={onChanged}
          />
        </div>
        <div className={styles.facts}>
          {when(project.savedAt)}
          {document && ` · ${t('layers', { count: document.nodes.length })}`}
          {run && run.step > 0 && ` · ${t('trained', { steps: formatCount(run.step) })}`}
        </div>
      </div>
    </li>
  );
}

function NameField({ name, onDone }: { readonly name: string; readonly onDone: (next: string) => void }) {
  const { t } = useTranslation('gallery');
  const [text, setText] = useState(name);
  return (
    <input
      // biome-ignore lint/a11y/noAutofocus: the field opens because the user asked to type
      autoFocus
      className={styles.nameField}
      aria-label={t('name')}
      value={text}
      maxLength={120}
      onFocus={(event) => event.target.select()}
      onChange={(event) => setText(event.target.value)}
      onBlur={() => onDone(text)}
      onKeyDown={(event) => {
        if (event.key === 'Enter') onDone(text);
        if (event.key === 'Escape') onDone(name);
        if (event.key === 'Enter' || event.key === 'Escape') event.stopPropagation();
      }}
      data-testid="shelf-name"
    />
  );
}

interface MenuProps {
  readonly project: ShelfProject;
  readonly onRename: () => void;
  readonly onChanged: () => Promise<void>;
}

function CardMenu({ project, onRename, onChanged }: MenuProps) {
  const { t } = useTranslation('gallery');
  const { id, name, elsewhere } = project;
  const copy = async () => {
    await duplicateProject(id, t('copyName', { name }));
    await onChanged();
  };
  const trash = async () => {
    await trashProject(id);
    await onChanged();
    await noticeDeleted(project);
  };
  return (
    <Menu position="bottom-end" width={190}>
      <Menu.Target>
        <ActionIcon aria-label={t('more', { name })} data-testid={`project-more-${id}`}>
          <IconDots size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          leftSection={<IconPencil size={15} />}
          disabled={elsewhere}
          onClick={onRename}
          data-testid="shelf-rename"
        >
          {t('rename')}
        </Menu.Item>
        <Menu.Item leftSection={<IconCopy size={15} />} onClick={() => void copy()} data-testid="shelf-duplicate">
          {t('duplicate')}
        </Menu.Item>
        <Menu.Item
          leftSection={<IconDeviceFloppy size={15} />}
          onClick={() => void saveProject(id, name)}
          data-testid="shelf-save"
        >
          {t('save')}
        </Menu.Item>
        <Menu.Item
          leftSection={<IconTrash size={15} />}
          disabled={elsewhere}
          onClick={() => void trash()}
          data-testid="shelf-delete"
        >
          {t('delete')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
