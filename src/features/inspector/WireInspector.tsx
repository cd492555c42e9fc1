import { Button } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { nodeOf } from '../../document/edit';
import type { DocEdge } from '../../document/schema';
import { useShown, useShownAnalysis } from '../../stores/drawing';
import { useUi } from '../../stores/ui';
import { deleteSelection } from '../canvas/commands';
import { nodeName } from '../common/localize';
import styles from './Inspector.module.css';
import { Lockable, LockScope } from './LockScope';
import { TypeChip } from './NodeFacts';
import { Section } from './Section';

/** One wire: its ends and what comes through. */
export function WireInspector({ edge }: { readonly edge: DocEdge }) {
  const { t } = useTranslation('inspector');
  const locale = useUi((state) => state.locale);
  const type = useShownAnalysis((analysis) => analysis.nodes.get(edge.from.node)?.outputs[edge.from.port]);
  const document = useShown((drawing) => drawing);
  const end = (id: string) => {
    const node = nodeOf(document, id);
    return (
      <button type="button" className={styles.link} onClick={() => useUi.getState().revealNode(id)}>
        {node ? nodeName(node, locale) : id}
      </button>
    );
  };
  return (
    <>
      <header className={styles.header}>
        <h2 className={styles.plainTitle}>{t('wire')}</h2>
      </header>
      <Section title={t('ends')}>
        <dl className={styles.facts}>
          <div className={styles.fact}>
            <dt>{t('from')}</dt>
            <dd>{end(edge.from.node)}</dd>
          </div>
          <div className={styles.fact}>
            <dt>{t('to')}</dt>
            <dd>{end(edge.to.node)}</dd>
          </div>
          <div className={styles.fact}>
            <dt>{t('shape')}</dt>
            <dd>
              <TypeChip type={type} />
            </dd>
          </div>
        </dl>
        <LockScope kind="canvas" quiet>
          <Lockable>
            <Button leftSection={<IconTrash size={14} />} onClick={deleteSelection} className={styles.action ?? ''}>
              {t('deleteWire')}
            </Button>
          </Lockable>
        </LockScope>
      </Section>
    </>
  );
}
