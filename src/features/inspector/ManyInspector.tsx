import { Button } from '@mantine/core';
import { IconCopy, IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useShownAnalysis } from '../../stores/drawing';
import { deleteSelection, duplicateSelection } from '../canvas/commands';
import { formatCount, formatSi } from '../common/format';
import styles from './Inspector.module.css';
import { Lockable, LockScope } from './LockScope';
import { Fact, Section } from './Section';
import { SharedFields } from './SharedFields';

/** Several nodes: their sums and what can be done with all of them. */
export function ManyInspector({ ids }: { readonly ids: readonly string[] }) {
  const { t } = useTranslation('inspector');
  const sum = (key: 'parameters' | 'flops') => (analysis: Parameters<Parameters<typeof useShownAnalysis>[0]>[0]) =>
    ids.reduce((total, id) => total + (analysis.nodes.get(id)?.[key] ?? 0), 0);
  const parameters = useShownAnalysis(sum('parameters'));
  const flops = useShownAnalysis(sum('flops'));
  return (
    <>
      <header className={styles.header}>
        <h2 className={styles.plainTitle}>{t('many', { count: ids.length })}</h2>
      </header>
      <SharedFields ids={ids} />
      <Section title={t('together')}>
        <dl className={styles.facts}>
          <Fact name={t('trained')} value={formatCount(parameters)} />
          <Fact name={t('flops')} value={formatSi(flops, 'FLOP')} />
        </dl>
        <div className={styles.actions}>
          <LockScope kind="canvas" quiet>
            <Lockable>
              <Button leftSection={<IconCopy size={14} />} onClick={duplicateSelection}>
                {t('duplicate')}
              </Button>
              <Button leftSection={<IconTrash size={14} />} onClick={deleteSelection}>
                {t('delete')}
              </Button>
            </Lockable>
          </LockScope>
        </div>
      </Section>
    </>
  );
}
