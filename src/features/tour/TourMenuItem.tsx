import { Menu } from '@mantine/core';
import { IconRoute } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { startTour } from './tourStore';

/** The project menu's way into the tour. */
export function TourMenuItem() {
  const { t } = useTranslation('tour');
  return (
    <Menu.Item leftSection={<IconRoute size={16} stroke={1.6} />} onClick={startTour} data-testid="tour-start">
      {t('menu')}
    </Menu.Item>
  );
}
