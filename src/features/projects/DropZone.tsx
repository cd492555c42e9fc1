import { IconFileImport } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { droppedFiles, isDataName } from '../data/dropped';
import { openFile } from './openFile';
import styles from './projects.module.css';

const hasFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') === true;

/** Of the open dialogs only the one with the data takes what is dropped beside its own places: data. */
type Takes = 'all' | 'data' | 'nothing';

function takesNow(): Takes {
  const dialog = document.querySelector('[role="dialog"][aria-modal="true"]');
  if (!dialog) return 'all';
  return dialog.querySelector('[data-testid="data-room"]') ? 'data' : 'nothing';
}

/** Data opens the form that imports them, the first of other files is a project. */
async function take(transfer: DataTransfer, takes: Takes): Promise<void> {
  // what a transfer holds is gone once its event is handled
  const given = droppedFiles(transfer);
  const files = await given;
  if (files.some((item) => 'folder' in item || item.path.includes('/') || isDataName(item.path))) {
    const { bringData } = await import('../data/dropData');
    await bringData(given);
    return;
  }
  const [first] = files;
  if (takes === 'all' && first && 'file' in first) await openFile(first.file);
}

/** Takes a project file, or data, dropped anywhere on the page. */
export function DropZone() {
  const { t } = useTranslation('projects');
  const [over, setOver] = useState(false);
  useEffect(() => {
    const onOver = (event: DragEvent) => {
      if (event.defaultPrevented || !hasFiles(event)) {
        setOver(false);
        return;
      }
      // else the browser would leave the page for the file
      event.preventDefault();
      setOver(takesNow() === 'all');
    };
    const onLeave = (event: DragEvent) => {
      if (event.relatedTarget === null) setOver(false);
    };
    const onDrop = (event: DragEvent) => {
      setOver(false);
      if (event.defaultPrevented || !hasFiles(event)) return;
      event.preventDefault();
      const takes = takesNow();
      if (event.dataTransfer && takes !== 'nothing') void take(event.dataTransfer, takes);
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
