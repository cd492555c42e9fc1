import { Button, Loader } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ImportFailure, PageFile } from '../../stores/dataRoom';
import styles from './DataRoom.module.css';
import { type Brought, takeDropped } from './dataRoomStore';
import { failureOf, lookAt } from './dropData';
import { chosenFiles, droppedFiles } from './dropped';

export interface Bringing {
  readonly brought: Brought | undefined;
  readonly failure: ImportFailure | undefined;
  readonly busy: boolean;
  take(files: PageFile[] | Promise<PageFile[]>): Promise<void>;
}

/** What was last chosen or dropped, looked at in the worker. */
export function useBringing(kind: 'pictures' | 'texts', onTake: () => void): Bringing {
  const [brought, setBrought] = useState<Brought | undefined>(undefined);
  const [failure, setFailure] = useState<ImportFailure | undefined>(undefined);
  const [busy, setBusy] = useState(false);
  const show = (looked: Awaited<ReturnType<typeof lookAt>>) => {
    setBrought(looked.brought);
    setFailure(looked.failure);
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was dropped on the page before the form was there
  useEffect(() => {
    const { brought, failure } = takeDropped(kind) ?? {};
    if (brought) setBrought(brought);
    if (failure) setFailure(failure);
  }, []);
  const take: Bringing['take'] = async (given) => {
    onTake();
    setBusy(true);
    show({});
    try {
      const files = await given;
      if (files.length > 0) show(await lookAt(files));
    } catch (error) {
      setFailure(failureOf(error));
    }
    setBusy(false);
  };
  return { brought, failure, busy, take };
}

interface Props {
  readonly bringing: Bringing;
  /** What to drop here. */
  readonly hint: string;
  /** Kinds of single files, such as `.txt`; none where only folders and archives make sense. */
  readonly accept?: string;
}

/** A place to drop a folder, an archive or files, and buttons that choose them. */
export function BringFiles({ bringing, hint, accept }: Props) {
  const { t } = useTranslation('dataRoom');
  const folder = useRef<HTMLInputElement>(null);
  const files = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const choose = (list: FileList | null) => void bringing.take(chosenFiles(list));
  const { failure } = bringing;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the buttons inside do the same
    <div
      className={styles.drop}
      data-over={over}
      data-testid="bring"
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        void bringing.take(droppedFiles(event.dataTransfer));
      }}
    >
      <p>{hint}</p>
      <div className={styles.tools}>
        <Button size="xs" variant="default" onClick={() => folder.current?.click()}>
          {t('import.chooseFolder')}
        </Button>
        <Button size="xs" variant="default" onClick={() => files.current?.click()}>
          {t(accept ? 'import.chooseFiles' : 'import.chooseZip')}
        </Button>
        {bringing.busy && <Loader size="xs" aria-label={t('loading')} />}
      </div>
      {failure && <p className={styles.problem}>{t(`importProblem.${failure.code}`, { ...failure.details })}</p>}
      <input
        ref={folder}
        type="file"
        hidden
        multiple
        {...{ webkitdirectory: '' }}
        onChange={({ currentTarget }) => choose(currentTarget.files)}
        data-testid="import-folder"
      />
      <input
        ref={files}
        type="file"
        hidden
        multiple={accept !== undefined}
        accept={accept ? `.zip,${accept}` : '.zip'}
        onChange={({ currentTarget }) => choose(currentTarget.files)}
        data-testid="import-files"
      />
    </div>
  );
}
