import { Menu } from '@mantine/core';
import { IconFolders, IconTemplate } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { openGallery } from './galleryStore';

/** The project menu's ways into the home of all projects. */
export function GalleryMenuItem() {
  const { t } = useTranslation('gallery');
  return (
    <>
      <Menu.Item
        leftSection={<IconFolders size={16} stroke={1.6} />}
        onClick={() => openGallery('projects')}
        data-testid="project-home"
      >
        {t('menuHome')}
      </Menu.Item>
      <Menu.Item
        leftSection={<IconTemplate size={16} stroke={1.6} />}
        onClick={() => openGallery('templates')}
        data-testid="project-template"
      >
        {t('menu')}
      </Menu.Item>
    </>
  );
}
