import { Button } from '@mantine/core';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { catalogueEntry } from '../../layers/catalogue';
import { dataWorker } from '../../stores/dataRoom';
import { useDocument } from '../../stores/document';
import { useLockOf } from '../../stores/locks';
import { Lockable, LockScope } from '../inspector/LockScope';
import styles from './DataRoom.module.css';
import { chooseData } from './editData';
import { ImportResult } from './ImportResult';
import { useImport } from './useImport';

/** CIFAR-10 is not served here: how to get it, and a place for the official binary files. */
export function CifarHelp() {
  const { t } = useTranslation('dataRoom');
  const edit = useDocument((state) => state.edit);
  const input = useRef<HTMLInputElement>(null);
  const state = useImport();
  const lock = useLockOf('data');
  const take = (list: FileList | null) => {
    const files = [...(list ?? [])];
    if (files.length > 0 && !lock) void state.run((onProgress) => dataWorker.importCifar10(files, onProgress));
  };
  const use = () => {
    const entry = catalogueEntry('cifar10');
    if (entry) edit((document) => chooseData(document, { ...entry, id: 'my-cifar10' }));
  };
  return (
    <div className={styles.panel} data-testid="cifar-help">
      <p>{t('cifar.why')}</p>
      <p>
        <code>npm run -s netloom -- data cifar10</code>
      </p>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the button inside does the same */}
      <div
        className={styles.drop}
        data-testid="cifar-drop"
        onDragOver={(event) => event.preventDefault()}
        onDrop={(event) => {
          event.preventDefault();
          take(event.dataTransfer.files);
        }}
      >
        <p>{t('cifar.drop')}</p>
        <LockScope kind="data" quiet>
          <Lockable>
            <Button size="xs" variant="default" onClick={() => input.current?.click()}>
              {t('cifar.files')}
            </Button>
          </Lockable>
        </LockScope>
        <input
          ref={input}
          type="file"
          hidden
          multiple
          accept=".bin"
          onChange={({ currentTarget }) => take(currentTarget.files)}
        />
      </div>
      <ImportResult state={state} onUse={use} />
    </div>
  );
}
