import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { nodeOf } from '../../document/edit';
import { useShown } from '../../stores/drawing';
import { useUi } from '../../stores/ui';
import { focusSelectedNode } from '../canvas/focusNode';
import styles from './Inspector.module.css';
import { LockScope } from './LockScope';
import { NodeInspector } from './NodeInspector';

const ManyInspector = lazy(async () => ({ default: (await import('./ManyInspector')).ManyInspector }));
const ProjectInspector = lazy(async () => ({ default: (await import('./ProjectInspector')).ProjectInspector }));
const WireInspector = lazy(async () => ({ default: (await import('./WireInspector')).WireInspector }));

/** How long one trains is nobody's to lock: its field, in the part of the form that it stands in. */
const FREE_IN_TRAINING = ['epochs', 'run'];

/** What is selected, in full: a node, a wire, several nodes, or the training program when nothing is. */
export function Inspector() {
  const { t } = useTranslation('inspector');
  const { nodes, edges } = useUi((state) => state.selection);
  const [nodeId] = nodes;
  const [edgeId] = edges;
  const node = useShown((drawing) => (nodeId === undefined ? undefined : nodeOf(drawing, nodeId)));
  const edge = useShown((drawing) => drawing.edges.find((item) => item.id === edgeId));
  let content = (
    <LockScope kind="training" apart free={FREE_IN_TRAINING}>
      <ProjectInspector />
    </LockScope>
  );
  if (nodes.length > 1) content = <ManyInspector ids={nodes} />;
  else if (node) content = <NodeInspector key={node.id} node={node} />;
  else if (edge) content = <WireInspector edge={edge} />;
  return (
    <section
      className={styles.inspector}
      aria-label={t('title')}
      data-testid="inspector"
      onKeyDown={(event) => event.key === 'Escape' && focusSelectedNode()}
    >
      <Suspense fallback={null}>{content}</Suspense>
    </section>
  );
}
