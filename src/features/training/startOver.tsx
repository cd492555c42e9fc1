import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import type { TFunction } from 'i18next';
import { useRun } from '../../stores/run';

const NOTICE = 'run-reset';

/** Forgets the weights, and offers them back for a while. */
export async function startOver(t: TFunction<'training'>): Promise<void> {
  await useRun.getState().reset();
  if (!useRun.getState().putAside) return;
  notifications.show({
    id: NOTICE,
    autoClose: 12_000,
    title: t('forgotten.title'),
    message: (
      <Button
        mt={6}
        onClick={() => {
          useRun.getState().bringBack();
          notifications.hide(NOTICE);
        }}
        data-testid="bring-back"
      >
        {t('forgotten.undo')}
      </Button>
    ),
  });
}
