import { Button, Loader } from '@mantine/core';
import { IconFolderOpen, IconTemplate } from '@tabler/icons-react';
import { useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useDocument } from '../../stores/document';
import { loadShelf, type Shelf } from '../../stores/shelf';
import { chooseFile } from '../projects/openFile';
import styles from './GalleryDialog.module.css';
import { openGallery } from './galleryStore';
import { ProjectCard } from './ProjectCard';
import { Trash } from './Trash';
import { useShelfChanges } from './useShelfChanges';

interface Props {
  readonly onDone: () => void;
}

/** Projects of this browser: open, rename, copy, save, throw away and take back. */
export function ProjectShelf({ onDone }: Props) {
  const { t } = useTranslation('gallery');
  const [shelf, setShelf] = useState<Shelf>();
  const openId = useDocument((state) => state.document.id);
  const reload = useCallback(async () => setShelf(await loadShelf()), []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another open project is another shelf
  useEffect(() => void reload(), [reload, openId]);
  useShelfChanges(reload);
  if (!shelf)
    return (
      <div className={styles.waiting}>
        <Loader size="sm" />
      </div>
    );
  return (
    <>
      <div className={styles.tools}>
        <Button leftSection={<IconTemplate size={15} />} onClick={() => openGallery('templates')}>
          {t('new')}
        </Button>
        <Button
          leftSection={<IconFolderOpen size={15} />}
          onClick={() => {
            onDone();
            chooseFile();
          }}
          data-testid="home-open"
        >
          {t('openFile')}
        </Button>
        <span className={styles.where}>{t('where')}</span>
      </div>
      <ul className={styles.grid} data-testid="shelf">
        {shelf.projects.map((project) => (
          <ProjectCard key={project.id} project={project} onOpened={onDone} onChanged={reload} />
        ))}
      </ul>
      {shelf.trash.length > 0 && <Trash projects={shelf.trash} onChanged={reload} />}
    </>
  );
}
