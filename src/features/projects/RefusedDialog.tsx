import { Button, Modal } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useDiagnosticText } from '../common/diagnosticText';
import { useRefused } from './openFile';
import styles from './projects.module.css';

const SHOWN = 8;

/** Says why a file could not be opened, naming each place, and that nothing has changed. */
export function RefusedDialog() {
  const { t } = useTranslation('projects');
  const refused = useRefused((state) => state.refused);
  const sentenceOf = useDiagnosticText();
  const close = () => useRefused.setState({ refused: undefined });
  const diagnostics = refused?.diagnostics ?? [];
  return (
    <Modal
      opened={refused !== undefined}
      onClose={close}
      title={t('refused.title', { file: refused?.file ?? '' })}
      closeButtonProps={{ 'aria-label': t('close') }}
      centered
    >
      <p className={styles.reassure}>{t('refused.unchanged')}</p>
      <ul className={styles.reasons} data-testid="refused">
        {diagnostics.slice(0, SHOWN).map((item) => (
          <li key={`${item.code} ${item.path} ${item.message}`}>
            {item.path && <code>{item.path}</code>}
            <span>{sentenceOf(item)}</span>
          </li>
        ))}
      </ul>
      {diagnostics.length > SHOWN && (
        <p className={styles.reassure}>{t('refused.more', { count: diagnostics.length - SHOWN })}</p>
      )}
      <Button variant="filled" onClick={close} mt="sm">
        {t('close')}
      </Button>
    </Modal>
  );
}
