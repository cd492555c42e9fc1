import { UnstyledButton } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { analyzeDocument } from '../../document/analyze';
import { templates } from '../../document/templates/registry';
import type { Template } from '../../document/templates/template';
import { openBlank, openTemplate } from '../../stores/projects';
import { useUi } from '../../stores/ui';
import { formatCount } from '../common/format';
import { useLocalize } from '../common/localize';
import styles from './GalleryDialog.module.css';
import { GraphPicture } from './GraphPicture';

interface Props {
  readonly onDone: () => void;
}

/** Projects to start from, each with a picture of its graph. */
export function TemplateGrid({ onDone }: Props) {
  return (
    <div className={styles.grid} data-testid="gallery">
      {templates.map((template) => (
        <TemplateCard key={template.id} template={template} onDone={onDone} />
      ))}
      <BlankCard onDone={onDone} />
    </div>
  );
}

function TemplateCard({ template, onDone }: Props & { readonly template: Template }) {
  const { t } = useTranslation('gallery');
  const localize = useLocalize();
  const locale = useUi((state) => state.locale);
  const document = useMemo(() => template.create(), [template]);
  const parameters = useMemo(() => analyzeDocument(document).parameters, [document]);
  const open = () => {
    openTemplate(template, locale);
    onDone();
  };
  return (
    <UnstyledButton className={styles.card} onClick={open} data-testid={`template-${template.id}`}>
      <GraphPicture document={document} className={styles.picture} />
      <div className={styles.text}>
        <h3>{localize(template.title)}</h3>
        <p>{localize(template.summary)}</p>
        <div className={styles.facts}>
          {t('layers', { count: document.nodes.length })} · {t('parameters', { parameters: formatCount(parameters) })}
        </div>
      </div>
    </UnstyledButton>
  );
}

function BlankCard({ onDone }: Props) {
  const { t } = useTranslation('gallery');
  const open = () => {
    openBlank(t('untitled'));
    onDone();
  };
  return (
    <UnstyledButton className={styles.card} onClick={open} data-testid="template-blank">
      <div className={`${styles.picture} ${styles.blank}`}>
        <IconPlus size={28} stroke={1.4} />
      </div>
      <div className={styles.text}>
        <h3>{t('blank')}</h3>
        <p>{t('blankSummary')}</p>
      </div>
    </UnstyledButton>
  );
}
