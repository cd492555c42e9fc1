import { SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DatasetCard, ImportReport } from '../../stores/dataRoom';
import { useDocument } from '../../stores/document';
import styles from './DataRoom.module.css';
import { chooseData, firstSteps } from './editData';
import { ImportPictures } from './ImportPictures';
import { ImportTable } from './ImportTable';

type Kind = 'table' | 'pictures';

/** Takes in data of the user's own: what kind, then how. */
export function ImportPanel({ onDone }: { onDone(): void }) {
  const { t } = useTranslation('data');
  const [kind, setKind] = useState<Kind>('table');
  const edit = useDocument((state) => state.edit);
  const imported = (card: DatasetCard, report: ImportReport) => {
    const hasMissing = report.columns.some(({ missing }) => missing > 0);
    const inputName = card.columns.find(({ target }) => !target)?.kind === 'picture' ? 'image' : 'features';
    edit((document) => chooseData(document, { ...card, steps: firstSteps(card.columns, hasMissing), inputName }));
    onDone();
  };
  return (
    <div className={styles.panel} data-testid="data-import-panel">
      <p className={styles.hint}>{t('import.private')}</p>
      <SegmentedControl
        size="xs"
        aria-label={t('import.open')}
        value={kind}
        onChange={(value) => setKind(value === 'pictures' ? 'pictures' : 'table')}
        data={(['table', 'pictures'] as const).map((value) => ({ value, label: t(`import.${value}`) }))}
      />
      {kind === 'table' ? <ImportTable onImported={imported} /> : <ImportPictures onImported={imported} />}
    </div>
  );
}
