import { useStoreApi } from '@xyflow/react';
import { lazy, type RefObject, Suspense, useLayoutEffect, useMemo, useRef } from 'react';
import { useActivations } from '../../../stores/activations';
import { useShownAnalysis, useShownPrefix } from '../../../stores/drawing';
import { useUi } from '../../../stores/ui';
import { useCanvas } from '../canvasStore';
import type { CanvasFlowNode, WireFlowEdge } from '../flowTypes';
import styles from './Picture.module.css';
import { sceneOf } from './scene';
import { Stage } from './stage';
import { thumbnailsOf } from './thumbnails';

const Stop = lazy(() => import('./Stop'));

interface Props {
  /** All of them, whether they are in the page or not. */
  readonly nodes: readonly CanvasFlowNode[];
  readonly edges: readonly WireFlowEdge[];
  readonly frame: RefObject<HTMLDivElement | null>;
}

/** A large drawing as one picture: what of it is not in the page, and all of it while the view moves. The outline is the same for screen readers. */
export default function Picture({ nodes, edges, frame }: Props) {
  const flow = useStoreApi();
  const canvas = useRef<HTMLCanvasElement>(null);
  const stage = useRef<Stage>(undefined);
  const analysis = useShownAnalysis((all) => all);
  const locale = useUi((state) => state.locale);
  const writing = useCanvas((state) => state.writing);
  const byNode = useActivations((state) => state.byNode);
  const prefix = useShownPrefix();
  const scene = useMemo(() => sceneOf(nodes, edges), [nodes, edges]);
  useLayoutEffect(() => {
    if (!canvas.current || !frame.current) return;
    const made = new Stage(canvas.current, frame.current, flow);
    stage.current = made;
    return () => made.close();
  }, [flow, frame]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is written on is in the page
  useLayoutEffect(
    () => stage.current?.show({ scene, analysis, locale, thumbnail: thumbnailsOf(byNode, prefix) }),
    [scene, analysis, locale, byNode, prefix, writing],
  );
  return (
    <>
      <canvas ref={canvas} className={styles.picture} data-testid="picture" />
      <Suspense fallback={null}>
        <Stop />
      </Suspense>
    </>
  );
}
