import { Button } from '@mantine/core';
import { IconDatabase } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { DocNode } from '../../document/schema';
import { planOf } from '../../layers/defs/dataset';
import { useLocalize } from '../common/localize';
import styles from './DataSection.module.css';
import { openDataRoom } from './dataRoomStore';

/** What the inspector says of a data node: the steps in their order, and the way into the data room. */
export function DataSection({ node }: { readonly node: DocNode }) {
  const { t } = useTranslation('data');
  const localize = useLocalize();
  const { steps } = planOf(node.params);
  return (
    <div className={styles.section}>
      {steps.length > 0 && (
        <ol className={styles.steps}>
          {steps.map(({ index, spec, def }) => (
            <li key={index}>
              <code>{spec.column}</code> {localize(def.label)}
            </li>
          ))}
        </ol>
      )}
      <Button
        size="xs"
        variant="light"
        leftSection={<IconDatabase size={14} />}
        onClick={openDataRoom}
        data-testid="open-data-room"
      >
        {t('open')}
      </Button>
    </div>
  );
}
