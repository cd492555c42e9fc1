import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { openStored } from '../../stores/projects';
import { restoreProject, type ShelfProject } from '../../stores/shelf';
import { shelfChanged } from './useShelfChanges';

const noticeOf = ({ id }: ShelfProject): string => `deleted ${id}`;

/** Says that a project is gone, and offers it back for a while. */
export async function noticeDeleted(project: ShelfProject): Promise<void> {
  const { notifications } = await import('@mantine/notifications');
  notifications.show({
    id: noticeOf(project),
    autoClose: 12_000,
    withCloseButton: true,
    message: <Deleted project={project} />,
  });
}

function Deleted({ project }: { readonly project: ShelfProject }) {
  const { t } = useTranslation('gallery');
  const undo = async () => {
    const { notifications } = await import('@mantine/notifications');
    notifications.hide(noticeOf(project));
    await restoreProject(project.id);
    if (project.open) await openStored(project.id);
    shelfChanged();
  };
  return (
    <>
      {t('deleted', { name: project.name })}{' '}
      <Button ml={8} onClick={() => void undo()} data-testid="undo-delete">
        {t('undo')}
      </Button>
    </>
  );
}
