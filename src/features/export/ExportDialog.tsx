import { Button, CopyButton, Loader, Modal, SegmentedControl } from '@mantine/core';
import { IconCheck, IconCopy, IconDownload } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TensorType } from '../../core/shape';
import { useDocument } from '../../stores/document';
import { type ExportedFile, projectText, useExport } from '../../stores/export';
import { useRun } from '../../stores/run';
import { useDiagnosticText } from '../common/diagnosticText';
import { formatChip, formatCount } from '../common/format';
import { download, fileStem, formatBytes } from './download';
import styles from './ExportDialog.module.css';
import { factsOf, javascriptSnippet, pythonSnippet } from './snippets';

/** Both files of a project, what is in them, and how to use the model elsewhere. */
export function ExportDialog() {
  const { t } = useTranslation('export');
  const opened = useExport((state) => state.opened);
  const { close } = useExport.getState();
  return (
    <Modal
      opened={opened}
      onClose={close}
      title={t('title')}
      size={680}
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      <Content />
    </Modal>
  );
}

function Content() {
  const { t } = useTranslation('export');
  const file = useExport((state) => state.file);
  const diagnostics = useExport((state) => state.diagnostics);
  const name = useDocument((state) => state.document.name);
  const textOf = useDiagnosticText();
  const stem = fileStem(name, 'model');
  return (
    <div className={styles.content} data-testid="export-dialog">
      <FileCard
        name="model.onnx"
        summary={t('model.summary')}
        size={file?.model.bytes.length}
        action={
          <Button
            variant="filled"
            leftSection={<IconDownload size={15} />}
            disabled={!file}
            onClick={() => file && download('model.onnx', file.model.bytes, 'application/octet-stream')}
            data-testid="download-onnx"
          >
            {t('download')}
          </Button>
        }
      >
        {file ? <Facts file={file} /> : diagnostics.length === 0 && <Loader size="xs" />}
        {diagnostics.length > 0 && (
          <ul className={styles.problems}>
            {diagnostics.map((diagnostic, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: replaced as a whole
              <li key={i}>{textOf(diagnostic)}</li>
            ))}
          </ul>
        )}
        <Training />
      </FileCard>
      <FileCard
        name="project.json"
        summary={t('project.summary')}
        action={
          <Button
            leftSection={<IconDownload size={15} />}
            onClick={() => void projectText().then((text) => download('project.json', text, 'application/json'))}
            data-testid="download-project"
          >
            {t('download')}
          </Button>
        }
      />
      {file && <Usage file={file} key={stem} />}
    </div>
  );
}

interface FileCardProps {
  readonly name: string;
  readonly summary: string;
  readonly size?: number | undefined;
  readonly action: ReactNode;
  readonly children?: ReactNode;
}

function FileCard({ name, summary, size, action, children }: FileCardProps) {
  return (
    <section className={styles.card} aria-label={name}>
      <div className={styles.cardHead}>
        <h3 className="mono">{name}</h3>
        <span className={styles.size} data-testid={`size-${name}`}>
          {size === undefined ? '' : formatBytes(size)}
        </span>
        {action}
      </div>
      <p>{summary}</p>
      {children}
    </section>
  );
}

/** Names, types and sizes of both ends of the model. */
function Facts({ file }: { readonly file: ExportedFile }) {
  const { t } = useTranslation('export');
  const { model } = file;
  const row = (label: string, name: string, type: TensorType | undefined) => (
    <div key={`${label} ${name}`} className={styles.fact}>
      <dt>{label}</dt>
      <dd className="mono">{name}</dd>
      <dd className="mono">{type ? `${type.dtype}  ${formatChip(type.shape)}` : ''}</dd>
    </div>
  );
  return (
    <dl className={styles.facts}>
      {factsOf(model).inputs.map(({ name, type }) => row(t('input'), name, type))}
      {row(t('output'), model.outputName, model.outputType)}
      {model.classes.length > 0 && (
        <div className={styles.fact}>
          <dt>{t('classes')}</dt>
          <dd className={styles.classes}>{model.classes.join(', ')}</dd>
        </div>
      )}
    </dl>
  );
}

/** Whether what is exported has learnt anything. */
function Training() {
  const { t } = useTranslation('export');
  const step = useExport((state) => state.file?.step);
  const running = useRun((state) => state.status === 'running');
  if (step === undefined) return null;
  const text = step === 0 ? t('untrained') : t(running ? 'trainedSoFar' : 'trained', { step: formatCount(step) });
  return <p className={step === 0 ? styles.warning : styles.note}>{text}</p>;
}

function Usage({ file }: { readonly file: ExportedFile }) {
  const { t } = useTranslation('export');
  const [language, setLanguage] = useState('python');
  const code = language === 'python' ? pythonSnippet(factsOf(file.model)) : javascriptSnippet(factsOf(file.model));
  return (
    <section aria-label={t('usage')}>
      <div className={styles.usageHead}>
        <h3>{t('usage')}</h3>
        <SegmentedControl
          size="xs"
          value={language}
          onChange={setLanguage}
          data={[
            { value: 'python', label: 'Python' },
            { value: 'javascript', label: 'JavaScript' },
          ]}
          aria-label={t('language')}
        />
        <CopyButton value={code} timeout={1500}>
          {({ copied, copy }) => (
            <Button
              onClick={copy}
              leftSection={copied ? <IconCheck size={14} /> : <IconCopy size={14} />}
              data-testid="copy-snippet"
            >
              {t(copied ? 'copied' : 'copy')}
            </Button>
          )}
        </CopyButton>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: long lines scroll by keyboard */}
      <pre className={`${styles.code} mono`} data-testid="snippet" tabIndex={0}>
        {code}
      </pre>
    </section>
  );
}
