import { IconFileImport } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { bringTable } from '../data/dataRoomStore';
import { openFile } from './openFile';
import styles from './projects.module.css';

/** What is dropped while a dialog is open is meant for the dialog. */
const hasFiles = (event: DragEvent): boolean =>
  event.dataTransfer?.types.includes('Files') === true && !document.querySelector('[role="dialog"][aria-modal="true"]');

/** Takes a project file, or a table of data, dropped anywhere on the page. */
export function DropZone() {
  const { t } = useTranslation('projects');
  const [over, setOver] = useState(false);
  useEffect(() => {
    const onOver = (event: DragEvent) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      setOver(true);
    };
    const onLeave = (event: DragEvent) => {
      if (event.relatedTarget === null) setOver(false);
    };
    const onDrop = (event: DragEvent) => {
      setOver(false);
      const file = hasFiles(event) ? event.dataTransfer?.files[0] : undefined;
      if (!file) return;
      event.preventDefault();
      if (/\.[ct]sv$/i.test(file.name)) bringTable(file);
      else void openFile(file);
    };
    window.addEventListener('dragover', onOver);
    window.addEventListener('dragleave', onLeave);
    window.addEventListener('drop', onDrop);
    return () => {
      window.removeEventListener('dragover', onOver);
      window.removeEventListener('dragleave', onLeave);
      window.removeEventListener('drop', onDrop);
    };
  }, []);
  if (!over) return null;
  return (
    <div className={styles.dropZone}>
      <IconFileImport size={32} stroke={1.4} />
      {t('drop')}
    </div>
  );
}
