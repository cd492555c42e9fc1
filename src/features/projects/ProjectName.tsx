import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { renameDocument } from '../../document/edit';
import { useDocument } from '../../stores/document';
import { useLockOf } from '../../stores/locks';
import styles from './projects.module.css';

/** The project's name, edited in place. An empty name is not taken. */
export function ProjectName() {
  const { t } = useTranslation('projects');
  const name = useDocument((state) => state.document.name);
  const edit = useDocument((state) => state.edit);
  const endGesture = useDocument((state) => state.endGesture);
  const [emptied, setEmptied] = useState(false);
  const locked = useLockOf('name');
  const shown = emptied ? '' : name;
  return (
    <span className={styles.nameBox} data-value={shown || t('name')}>
      <input
        className={styles.name}
        aria-label={t('name')}
        data-testid="project-name"
        value={shown}
        placeholder={t('name')}
        maxLength={120}
        size={1}
        disabled={locked !== undefined}
        title={locked && t(`refusal.${locked}`)}
        spellCheck={false}
        onChange={(event) => {
          const next = event.target.value;
          setEmptied(next.trim() === '');
          edit((document) => renameDocument(document, next), 'project-name');
        }}
        onBlur={() => {
          setEmptied(false);
          endGesture();
        }}
        onKeyDown={(event) => (event.key === 'Enter' || event.key === 'Escape') && event.currentTarget.blur()}
      />
    </span>
  );
}
