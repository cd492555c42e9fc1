import { Menu } from '@mantine/core';
import { IconDatabase } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { openDataRoom } from './dataRoomStore';

/** The project menu's way into the data room. */
export function DataMenuItem() {
  const { t } = useTranslation('data');
  return (
    <Menu.Item leftSection={<IconDatabase size={16} stroke={1.6} />} onClick={openDataRoom} data-testid="project-data">
      {t('title')}
    </Menu.Item>
  );
}
