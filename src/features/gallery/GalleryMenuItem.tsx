import { Menu } from '@mantine/core';
import { IconTemplate } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { create } from 'zustand';

export const useGallery = create<{ readonly opened: boolean }>()(() => ({ opened: false }));

/** The project menu's way into the gallery. */
export function GalleryMenuItem() {
  const { t } = useTranslation('gallery');
  return (
    <Menu.Item
      leftSection={<IconTemplate size={16} stroke={1.6} />}
      onClick={() => useGallery.setState({ opened: true })}
      data-testid="project-template"
    >
      {t('menu')}
    </Menu.Item>
  );
}
