import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useTranslation } from 'react-i18next';
import { useRun } from '../../stores/run';

const NOTICE = 'run-reset';

/** Forgets the weights, and offers them back for a while. */
export async function startOver(): Promise<void> {
  await useRun.getState().reset();
  if (!useRun.getState().putAside) return;
  notifications.show({ id: NOTICE, autoClose: 12_000, withCloseButton: true, message: <BringBack /> });
}

function BringBack() {
  const { t } = useTranslation('training');
  const bringBack = () => {
    useRun.getState().bringBack();
    notifications.hide(NOTICE);
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
