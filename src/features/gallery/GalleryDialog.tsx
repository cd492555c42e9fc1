import { Modal, Tabs } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import styles from './GalleryDialog.module.css';
import { type GalleryTab, openGallery, useGallery } from './galleryStore';
import { ProjectShelf } from './ProjectShelf';
import { TemplateGrid } from './TemplateGrid';

const close = () => useGallery.setState({ opened: false });
const isTab = (name: string | null): name is GalleryTab => name === 'projects' || name === 'templates';

/** The home of all projects: those of this browser, and those to start from. */
export function GalleryDialog() {
  const { t } = useTranslation('gallery');
  const { opened, tab } = useGallery();
  return (
    <Modal
      opened={opened}
      onClose={close}
      title={t('title')}
      size={980}
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      <Tabs value={tab} onChange={(name) => isTab(name) && openGallery(name)} keepMounted={false}>
        <Tabs.List aria-label={t('title')}>
          <Tabs.Tab value="projects" data-testid="home-projects">
            {t('projects')}
          </Tabs.Tab>
          <Tabs.Tab value="templates" data-testid="home-templates">
            {t('templates')}
          </Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="projects" className={styles.tab ?? ''}>
          <ProjectShelf onDone={close} />
        </Tabs.Panel>
        <Tabs.Panel value="templates" className={styles.tab ?? ''}>
          <TemplateGrid onDone={close} />
        </Tabs.Panel>
      </Tabs>
    </Modal>
  );
}
