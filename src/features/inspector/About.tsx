import { useTranslation } from 'react-i18next';
import type { LayerDocs } from '../../layers/layer';
import { useLocalize } from '../common/localize';
import { Formula } from './Formula';
import styles from './Inspector.module.css';
import { Section } from './Section';

/** What a layer does: a sentence, its formula, where it comes from. */
export function About({ docs }: { readonly docs: LayerDocs }) {
  const { t } = useTranslation('inspector');
  const localize = useLocalize();
  return (
    <Section title={t('about')}>
      <p className={styles.summary}>{localize(docs.summary)}</p>
      <Formula tex={docs.formula} />
      {docs.references.length > 0 && (
        <ul className={styles.references} aria-label={t('references')}>
          {docs.references.map((reference) => (
            <li key={reference}>{reference}</li>
          ))}
        </ul>
      )}
    </Section>
  );
}
