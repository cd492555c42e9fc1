import { useTranslation } from 'react-i18next';
import { Formula } from '../Formula';
import inspectorStyles from '../Inspector.module.css';
import styles from './program.module.css';

interface Props {
  readonly tex: string;
  readonly references?: readonly string[];
}

/** The formula of what is set above and where it comes from, on request. */
export function FormulaNote({ tex, references = [] }: Props) {
  const { t } = useTranslation('program');
  return (
    <details className={styles.formulaNote}>
      <summary>{t('formula')}</summary>
      <Formula tex={tex} />
      {references.length > 0 && (
        <ul className={inspectorStyles.references} aria-label={t('references')}>
          {references.map((reference) => (
            <li key={reference}>{reference}</li>
          ))}
        </ul>
      )}
    </details>
  );
}
