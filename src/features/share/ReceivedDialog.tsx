import { Button, Modal } from '@mantine/core';
import { IconLock } from '@tabler/icons-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { analyzeDocument } from '../../document/analyze';
import type { NetDocument } from '../../document/schema';
import { useLocks } from '../../stores/lessonLocks';
import { openShared } from '../../stores/projects';
import { useDiagnosticText } from '../common/diagnosticText';
import { formatCount, formatSi } from '../common/format';
import { GraphPicture } from '../gallery/GraphPicture';
import styles from './share.module.css';
import { forgetReceived, useShare } from './shareStore';

/** Sentences of a refusal that are shown. */
const SHOWN = 5;

/** Shows what a link carries before anything is opened; the open project stays on the shelf either way. */
export function ReceivedDialog() {
  const { t } = useTranslation('share');
  const received = useShare((state) => state.received);
  const refused = received && 'refused' in received;
  return (
    <Modal
      opened={received !== undefined}
      onClose={forgetReceived}
      title={t(refused ? 'refused' : 'received')}
      size={560}
      closeButtonProps={{ 'aria-label': t('close') }}
      centered
    >
      {received && (refused ? <Refused /> : 'document' in received && <Offer document={received.document} />)}
    </Modal>
  );
}

function Offer({ document }: { readonly document: NetDocument }) {
  const { t } = useTranslation('share');
  const analysis = useMemo(() => analyzeDocument(document), [document]);
  const problems = analysis.diagnostics.filter((item) => item.severity === 'error').length;
  const locked = useLocks((state) => [...state.locked].map((part) => t(`part.${part}`)).join(t('comma')));
  const open = () => {
    openShared(document);
    forgetReceived();
  };
  return (
    <div data-testid="received">
      <GraphPicture document={document} className={styles.picture} />
      <h3 className={styles.name}>{document.name || t('unnamed')}</h3>
      <ul className={styles.contents}>
        <li>{t('nodes', { count: document.nodes.length })}</li>
        <li>{t('parameters', { parameters: formatCount(analysis.parameters) })}</li>
        <li>{t('work', { flops: formatSi(analysis.flops, 'FLOP') })}</li>
        {problems > 0 && <li data-problem>{t('problems', { count: problems })}</li>}
      </ul>
      {locked && (
        <p className={styles.locked}>
          <IconLock size={14} aria-hidden /> {t('locked', { parts: locked })}
        </p>
      )}
      <p className={styles.lead}>{t('keeps')}</p>
      <div className={styles.actions}>
        <Button variant="filled" size="sm" onClick={open} data-autofocus data-testid="received-open">
          {t('open')}
        </Button>
        <Button size="sm" onClick={forgetReceived} data-testid="received-dismiss">
          {t('dismiss')}
        </Button>
      </div>
    </div>
  );
}

function Refused() {
  const { t } = useTranslation('share');
  const received = useShare((state) => state.received);
  const sentenceOf = useDiagnosticText();
  const diagnostics = received && 'refused' in received ? received.refused : [];
  return (
    <div data-testid="received-refused">
      <ul className={styles.reasons}>
        {diagnostics.slice(0, SHOWN).map((item) => (
          <li key={`${item.code} ${item.path} ${item.message}`}>
            {item.path && <code>{item.path}</code>} {sentenceOf(item)}
          </li>
        ))}
      </ul>
      <p className={styles.lead}>{t('unchanged')}</p>
      <Button variant="filled" size="sm" onClick={forgetReceived} data-autofocus>
        {t('close')}
      </Button>
    </div>
  );
}
