import { useComputedColorScheme } from '@mantine/core';
import { memo, useLayoutEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useActivations } from '../../stores/activations';
import { useShownPrefix } from '../../stores/drawing';
import { drawThumbnail, planThumbnail } from '../training/thumbnail';
import styles from './NodeThumbnail.module.css';

interface Props {
  /** Of a node on the drawing that is shown. */
  readonly nodeId: string;
  /** CSS pixels. */
  readonly width: number;
}

/** A live picture of what a node computes; takes no room while there is nothing to show. */
export const NodeThumbnail = memo(function NodeThumbnail({ nodeId, width }: Props) {
  const { t } = useTranslation('canvas');
  const prefix = useShownPrefix();
  const tensor = useActivations((state) => state.byNode.get(prefix + nodeId));
  const scheme = useComputedColorScheme('light');
  const canvas = useRef<HTMLCanvasElement>(null);
  const dims = tensor?.dims.join();
  useLayoutEffect(() => {
    const plan = tensor && planThumbnail(tensor.dims, width);
    if (!canvas.current || !plan) return;
    drawThumbnail(canvas.current, tensor, plan, scheme, Math.min(2, window.devicePixelRatio || 1));
  }, [tensor, width, scheme]);
  const plan = tensor && planThumbnail(tensor.dims, width);
  if (!plan) return null;
  return (
    <div className={styles.frame} data-testid={`thumbnail-${nodeId}`}>
      <canvas
        ref={canvas}
        role="img"
        aria-label={t('thumbnail', { dims: dims ?? '' })}
        style={{ width: plan.width, height: plan.height }}
      />
    </div>
  );
});
