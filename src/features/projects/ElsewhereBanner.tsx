import { Button } from '@mantine/core';
import { IconEye } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useDocument } from '../../stores/document';
import { takeOver, useOwnership } from '../../stores/ownership';
import { openCopy } from '../../stores/projects';
import styles from './projects.module.css';

/** Another tab has the project: says so, and offers to edit it here or to go on with a copy. */
export function ElsewhereBanner() {
  const { t } = useTranslation('projects');
  const { elsewhere, asking } = useOwnership();
  const name = useDocument((state) => state.document.name);
  if (!elsewhere) return null;
  return (
    <div className={styles.banner} role="alert" data-testid="elsewhere">
      <IconEye size={18} stroke={1.6} aria-hidden />
      <span>{t('elsewhere.text')}</span>
      <Button variant="filled" loading={asking} onClick={takeOver} data-testid="take-over">
        {t('elsewhere.take')}
      </Button>
      <Button onClick={() => void openCopy(t('elsewhere.copyName', { name }))} data-testid="work-on-copy">
        {t('elsewhere.copy')}
      </Button>
    </div>
  );
}
