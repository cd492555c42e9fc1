import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { deleteProject, restoreProject, type ShelfProject } from '../../stores/shelf';
import { useWhen } from '../projects/useWhen';
import styles from './GalleryDialog.module.css';

interface Props {
  readonly projects: readonly ShelfProject[];
  readonly onChanged: () => Promise<void>;
}

/** What was thrown away lately: back on the shelf, or gone for good. */
export function Trash({ projects, onChanged }: Props) {
  const { t } = useTranslation('gallery');
  const when = useWhen();
  const then = (work: Promise<void>) => void work.then(onChanged);
  return (
    <details className={styles.trash} data-testid="trash">
      <summary>{t('trash', { count: projects.length })}</summary>
      <ul>
        {projects.map(({ id, name, savedAt }) => (
          <li key={id}>
            <span className={styles.trashName}>{name}</span>
            <span className={styles.facts}>{when(savedAt)}</span>
            <Button onClick={() => then(restoreProject(id))} data-testid={`restore-${id}`}>
              {t('restore')}
            </Button>
            <Button variant="subtle" color="red" onClick={() => then(deleteProject(id))}>
              {t('deleteForGood')}
            </Button>
          </li>
        ))}
      </ul>
    </details>
  );
}
