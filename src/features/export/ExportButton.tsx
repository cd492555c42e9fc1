import { Button } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useExport } from '../../stores/export';

/** Opens the dialog with both files. */
export function ExportButton() {
  const { t } = useTranslation('export');
  return (
    <Button
      leftSection={<IconDownload size={15} stroke={1.8} />}
      onClick={useExport.getState().open}
      data-testid="export"
    >
      {t('button')}
    </Button>
  );
}
