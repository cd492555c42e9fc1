import { NativeSelect } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ownId } from '../../core/ownData';
import { type DatasetCard, dataWorker, type ImportReport } from '../../stores/dataRoom';
import { BringFiles, useBringing } from './BringFiles';
import { ClassList } from './ClassList';
import styles from './DataRoom.module.css';
import { ImportResult } from './ImportResult';
import { StartNamed, StrictFiles } from './ImportStart';
import { pictureSides } from './pictureSides';
import { useImport } from './useImport';

interface Props {
  onImported(card: DatasetCard, report: ImportReport): void;
}

/** Pictures: a folder with one folder a class, or a zip archive of that. */
export function ImportPictures({ onImported }: Props) {
  const { t } = useTranslation('dataRoom');
  const [side, setSide] = useState<number>(32);
  const [colour, setColour] = useState(true);
  const [strict, setStrict] = useState(false);
  const state = useImport();
  const bringing = useBringing('pictures', state.forget);
  const { brought } = bringing;
  const start = (name: string) => {
    const options = {
      id: ownId(name),
      name,
      side,
      channels: colour ? 3 : 1,
      testShare: 0.2,
      seed: 1,
      badFiles: strict ? 'refuse' : 'skip',
    } as const;
    void state.run((onProgress) => dataWorker.importPictures(options, onProgress));
  };
  return (
    <div className={styles.importTable}>
      <BringFiles bringing={bringing} hint={t('import.picturesHelp')} />
      {brought && <ClassList sorting={brought.overview.pictures} />}
      <div className={styles.tools}>
        <NativeSelect
          size="xs"
          label={t('import.side')}
          value={String(side)}
          onChange={({ currentTarget: { value } }) => setSide(Number(value))}
          data={pictureSides.map((value) => ({ value: String(value), label: `${value} × ${value}` }))}
          data-testid="import-side"
        />
        <NativeSelect
          size="xs"
          label={t('import.colour')}
          value={colour ? 'rgb' : 'grey'}
          onChange={({ currentTarget: { value } }) => setColour(value === 'rgb')}
          data={(['rgb', 'grey'] as const).map((value) => ({ value, label: t(`import.${value}`) }))}
        />
        <StrictFiles strict={strict} onChange={setStrict} />
      </div>
      <StartNamed name={brought?.name} busy={state.busy} onStart={start} />
      <ImportResult state={state} onUse={onImported} />
    </div>
  );
}
