import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useRun } from '../../stores/run';

const NOTICE = 'run-reset';

/** Forgets the weights, and offers them back for a while. */
export async function startOver(): Promise<void> {
  await useRun.getState().reset();
  if (!useRun.getState().putAside) return;
  const { notifications } = await import('@mantine/notifications');
  notifications.show({ id: NOTICE, autoClose: 12_000, withCloseButton: true, message: <BringBack /> });
}

function BringBack() {
  const { t } = useTranslation('training');
  const bringBack = () => {
    useRun.getState().bringBack();
    void import('@mantine/notifications').then(({ notifications }) => notifications.hide(NOTICE));
  };
  return (
    <>
      {t('forgotten.title')}{' '}
      <Button ml={8} onClick={bringBack} data-testid="bring-back">
        {t('forgotten.undo')}
      </Button>
    </>
  );
}
