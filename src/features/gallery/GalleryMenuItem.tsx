import { Menu } from '@mantine/core';
import { IconFolders, IconTemplate } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { create } from 'zustand';

export type GalleryTab = 'projects' | 'templates';

interface GalleryState {
  readonly opened: boolean;
  readonly tab: GalleryTab;
}

/** The home of all projects: whether it is open, and at which tab. */
export const useGallery = create<GalleryState>()(() => ({ opened: false, tab: 'projects' }));

export const openGallery = (tab: GalleryTab): void => useGallery.setState({ opened: true, tab });

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
