import { MiniMap, useStore } from '@xyflow/react';
import { lazy, Suspense } from 'react';
import { layers } from '../../layers/registry';
import styles from './Canvas.module.css';
import type { CanvasFlowNode } from './flowTypes';
import { PICTURE_ABOVE } from './useInPage';

const SmallPicture = lazy(() => import('./picture/SmallPicture'));

const colorOf = ({ data }: CanvasFlowNode): string =>
  'node' in data ? `var(--group-${layers.get(data.node.type)?.group ?? 'shape'})` : 'var(--surface-active)';

/** The whole drawing in small: drag to pan, scroll to zoom. */
export default function Overview() {
  const pictured = useStore(({ nodes }) => nodes.length > PICTURE_ABOVE);
  if (pictured)
    return (
      <Suspense fallback={null}>
        <SmallPicture />
      </Suspense>
    );
  return <MiniMap pannable zoomable className={styles.minimap ?? ''} nodeColor={colorOf} nodeBorderRadius={6} />;
}
