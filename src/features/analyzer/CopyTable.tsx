import { Button } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './Analyzer.module.css';
import { type Row, type Titles, toCsv, toMarkdown } from './rows';

const formats = { csv: toCsv, markdown: toMarkdown } as const;
type Format = keyof typeof formats;

/** Copies the table as it is sorted now, for a spreadsheet or a document. */
export function CopyTable({ rows }: { readonly rows: readonly Row[] }) {
  const { t } = useTranslation('analyzer');
  const [copied, setCopied] = useState<Format | 'failed'>();
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(undefined), 1600);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = async (format: Format) => {
    const titles: Titles = {
      name: t('column.name'),
      layer: t('column.layer'),
      shape: t('column.shape'),
      parameters: t('column.parameters'),
      flops: t('plain.flops'),
      bytes: t('plain.bytes'),
    };
    const done = navigator.clipboard.writeText(formats[format](rows, titles));
    setCopied(await done.then(() => format).catch(() => 'failed' as const));
  };
  return (
    <div className={styles.copy}>
      {(['csv', 'markdown'] as const).map((format) => (
        <Button
          key={format}
          variant="subtle"
          color="gray"
          leftSection={copied === format ? <IconCheck size={14} /> : <IconCopy size={14} />}
          onClick={() => void copy(format)}
          data-testid={`copy-${format}`}
        >
          {t(`copy.${format}`)}
        </Button>
      ))}
      <span role="status">{copied && t(copied === 'failed' ? 'copy.failed' : 'copy.done')}</span>
    </div>
  );
}
