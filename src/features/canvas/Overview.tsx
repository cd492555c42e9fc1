import { MiniMap } from '@xyflow/react';
import { layers } from '../../layers/registry';
import styles from './Canvas.module.css';
import type { CanvasFlowNode } from './flowTypes';

const colorOf = ({ data }: CanvasFlowNode): string =>
  'node' in data ? `var(--group-${layers.get(data.node.type)?.group ?? 'shape'})` : 'var(--surface-active)';

/** The whole drawing in small: drag to pan, scroll to zoom. */
export default function Overview() {
  return <MiniMap pannable zoomable className={styles.minimap ?? ''} nodeColor={colorOf} nodeBorderRadius={6} />;
}
