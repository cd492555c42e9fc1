import { NativeSelect } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ownId } from '../../core/ownData';
import {
  type DatasetCard,
  dataWorker,
  type Encoding,
  type ImportReport,
  type TextClasses,
  type TextExamples,
} from '../../stores/dataRoom';
import { BringFiles, useBringing } from './BringFiles';
import { ClassList } from './ClassList';
import styles from './DataRoom.module.css';
import { encodings } from './encodings';
import { ImportResult } from './ImportResult';
import { StartNamed, StrictFiles } from './ImportStart';
import { useImport } from './useImport';

interface Props {
  onImported(card: DatasetCard, report: ImportReport): void;
}

interface Choice {
  readonly classes: TextClasses;
  readonly examples: TextExamples;
}

/** Texts: one file or one folder a class, an example a line or a file. */
export function ImportTexts({ onImported }: Props) {
  const { t } = useTranslation('dataRoom');
  const [choice, setChoice] = useState<Choice>({ classes: 'file', examples: 'line' });
  const [encoding, setEncoding] = useState<Encoding | undefined>(undefined);
  const [strict, setStrict] = useState(false);
  const state = useImport();
  const bringing = useBringing('texts', state.forget);
  const { brought } = bringing;
  useEffect(() => {
    if (brought) setChoice(brought.overview.guess);
  }, [brought]);
  const start = (name: string) => {
    const badFiles = strict ? 'refuse' : 'skip';
    const options = { id: ownId(name), name, ...choice, encoding, testShare: 0.2, seed: 1, badFiles } as const;
    void state.run((onProgress) => dataWorker.importTexts(options, onProgress));
  };
  return (
    <div className={styles.importTable}>
      <BringFiles bringing={bringing} hint={t('import.textsHelp')} accept=".txt,.text,text/plain" />
      {brought && <ClassList sorting={brought.overview.texts[choice.classes]} />}
      <div className={styles.tools}>
        <NativeSelect
          size="xs"
          label={t('import.classIs')}
          value={choice.classes}
          onChange={({ currentTarget: { value } }) =>
            setChoice({ ...choice, classes: value === 'folder' ? 'folder' : 'file' })
          }
          data={(['file', 'folder'] as const).map((value) => ({ value, label: t(`import.a.${value}`) }))}
          data-testid="import-class-is"
        />
        <NativeSelect
          size="xs"
          label={t('import.exampleIs')}
          value={choice.examples}
          onChange={({ currentTarget: { value } }) =>
            setChoice({ ...choice, examples: value === 'file' ? 'file' : 'line' })
          }
          data={(['line', 'file'] as const).map((value) => ({ value, label: t(`import.a.${value}`) }))}
          data-testid="import-example-is"
        />
        <NativeSelect
          size="xs"
          label={t('import.encoding')}
          value={encoding ?? ''}
          onChange={({ currentTarget: { value } }) => setEncoding(encodings.find((name) => name === value))}
          data={[{ value: '', label: t('import.byFile') }, ...encodings]}
        />
        <StrictFiles strict={strict} onChange={setStrict} />
      </div>
      <StartNamed name={brought?.name} busy={state.busy} onStart={start} />
      <ImportResult state={state} onUse={onImported} />
    </div>
  );
}
