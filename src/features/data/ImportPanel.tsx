import { SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DatasetCard, ImportReport } from '../../stores/dataRoom';
import { useDocument } from '../../stores/document';
import { CollectPanel } from './collect/CollectPanel';
import styles from './DataRoom.module.css';
import { type ImportKind, importKinds } from './dataRoomStore';
import { chooseOwn } from './editData';
import { ImportPictures } from './ImportPictures';
import { ImportTable } from './ImportTable';
import { ImportTexts } from './ImportTexts';

interface Props {
  /** What is brought, to begin with. */
  readonly first: ImportKind;
  onDone(): void;
}

/** Takes in data of the user's own: what kind, then how. */
export function ImportPanel({ first, onDone }: Props) {
  const { t } = useTranslation('dataRoom');
  const [kind, setKind] = useState<ImportKind>(first);
  const edit = useDocument((state) => state.edit);
  const imported = (card: DatasetCard, report?: ImportReport) => {
    const hasMissing = report?.columns.some(({ missing }) => missing > 0) ?? false;
    edit((document) => chooseOwn(document, card, hasMissing));
    onDone();
  };
  return (
    <div className={styles.panel} data-testid="data-import-panel">
      <p className={styles.hint}>{t('import.private')}</p>
      <SegmentedControl
        size="xs"
        aria-label={t('import.open')}
        value={kind}
        onChange={(value) => setKind(importKinds.find((name) => name === value) ?? 'table')}
        data={importKinds.map((value) => ({ value, label: t(`import.${value}`) }))}
        data-testid="import-kind"
      />
      {kind === 'table' && <ImportTable onImported={imported} />}
      {kind === 'pictures' && <ImportPictures onImported={imported} />}
      {kind === 'texts' && <ImportTexts onImported={imported} />}
      {kind === 'collect' && <CollectPanel onSaved={imported} />}
    </div>
  );
}
