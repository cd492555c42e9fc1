import { Button, NativeSelect } from '@mantine/core';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type DatasetCard, dataWorker, type ImportReport } from '../../stores/dataRoom';
import styles from './DataRoom.module.css';
import { ImportResult } from './ImportResult';
import { ownId, useImport } from './useImport';

const sides = [28, 32, 48, 64, 96] as const;

interface Props {
  onImported(card: DatasetCard, report: ImportReport): void;
}

/** Pictures: a folder with one folder a class, or a zip archive of that. */
export function ImportPictures({ onImported }: Props) {
  const { t } = useTranslation('data');
  const [files, setFiles] = useState<readonly File[]>([]);
  const [side, setSide] = useState<number>(32);
  const [colour, setColour] = useState(true);
  const folder = useRef<HTMLInputElement>(null);
  const zip = useRef<HTMLInputElement>(null);
  const state = useImport();
  const [first] = files;
  const name = first?.webkitRelativePath.split('/')[0] || first?.name || '';
  const start = () => {
    const given = files.map((file) => ({ path: file.webkitRelativePath || file.name, file }));
    const options = { id: ownId(name), name, side, channels: colour ? 3 : 1, testShare: 0.2, seed: 1 } as const;
    void state.run((onProgress) => dataWorker.importPictures(given, options, onProgress));
  };
  const take = (list: FileList | null) => setFiles([...(list ?? [])]);
  return (
    <div className={styles.importTable}>
      <p className={styles.hint}>{t('import.picturesHelp')}</p>
      <div className={styles.tools}>
        <Button size="xs" variant="default" onClick={() => folder.current?.click()}>
          {t('import.chooseFolder')}
        </Button>
        <Button size="xs" variant="default" onClick={() => zip.current?.click()}>
          {t('import.chooseZip')}
        </Button>
        <input
          ref={folder}
          type="file"
          hidden
          multiple
          {...{ webkitdirectory: '' }}
          onChange={({ currentTarget }) => take(currentTarget.files)}
        />
        <input
          ref={zip}
          type="file"
          hidden
          accept=".zip"
          onChange={({ currentTarget }) => take(currentTarget.files)}
          data-testid="import-zip"
        />
        <NativeSelect
          size="xs"
          label={t('import.side')}
          value={String(side)}
          onChange={({ currentTarget: { value } }) => setSide(Number(value))}
          data={sides.map((value) => ({ value: String(value), label: `${value} × ${value}` }))}
        />
        <NativeSelect
          size="xs"
          label={t('import.colour')}
          value={colour ? 'rgb' : 'grey'}
          onChange={({ currentTarget: { value } }) => setColour(value === 'rgb')}
          data={[
            { value: 'rgb', label: t('import.rgb') },
            { value: 'grey', label: t('import.grey') },
          ]}
        />
      </div>
      {files.length > 0 && (
        <Button size="xs" onClick={start} disabled={state.share !== undefined} data-testid="import-start">
          {t('import.startNamed', { name })}
        </Button>
      )}
      <ImportResult state={state} onUse={onImported} />
    </div>
  );
}
