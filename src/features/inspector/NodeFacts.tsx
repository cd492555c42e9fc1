import { useTranslation } from 'react-i18next';
import { formatShape, type TensorType } from '../../core/shape';
import type { DocNode } from '../../document/schema';
import { portsOf } from '../../layers/registry';
import { useShownAnalysis } from '../../stores/drawing';
import { formatChip, formatCount, formatSi } from '../common/format';
import { useLocalize } from '../common/localize';
import styles from './Inspector.module.css';
import { Fact, Section } from './Section';

/** Shapes, parameters, operations and memory of a node. */
export function NodeFacts({ node }: { readonly node: DocNode }) {
  const { t } = useTranslation('inspector');
  const localize = useLocalize();
  const facts = useShownAnalysis((analysis) => analysis.nodes.get(node.id));
  const outputs = portsOf(node).outputs;
  if (!facts) return null;
  return (
    <Section title={t('output')}>
      <dl className={styles.facts}>
        {outputs.map((port) => (
          <div className={styles.fact} key={port.id}>
            <dt>{outputs.length > 1 ? localize(port.label) : t('shape')}</dt>
            <dd>
              <TypeChip type={facts.outputs[port.id]} />
            </dd>
          </div>
        ))}
        <Fact name={t('trained')} value={formatCount(facts.parameters)} testId="node-parameters" />
        <Fact name={t('flops')} value={formatSi(facts.flops, 'FLOP')} />
        <Fact name={t('memory')} value={formatSi(facts.activationBytes, 'B')} />
      </dl>
    </Section>
  );
}

/** A shape with its element type. */
export function TypeChip({ type }: { readonly type: TensorType | undefined }) {
  const { t } = useTranslation('inspector');
  if (!type) return <span className={styles.unknown}>{t('unknown')}</span>;
  return (
    <span className={styles.chips}>
      <span className={styles.dtype}>{type.dtype}</span>
      <span className={styles.chip} title={formatShape(type.shape)}>
        {formatChip(type.shape)}
      </span>
    </span>
  );
}
