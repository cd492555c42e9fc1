import type { ReactNode } from 'react';
import type { LayerGroup } from '../../layers/layer';
import { layers } from '../../layers/registry';
import { drawings, outlines } from './layerDrawings';

function outline(type: string): ReactNode {
  const path = outlines[type];
  return path && <path d={path} />;
}

const groupDrawings: Readonly<Record<LayerGroup, ReactNode>> = {
  data: drawings.dataset,
  core: drawings.dense,
  convolution: drawings.conv2d,
  pooling: drawings.maxPool2d,
  normalization: outline('batchNorm'),
  sequence: drawings.lstm,
  regularization: drawings.dropout,
  activation: drawings.sigmoid,
  shape: drawings.flatten,
  merge: outline('add'),
  loss: drawings.crossEntropy,
  metric: outline('accuracy'),
  output: drawings.output,
};

/** A layer's drawing in the colour of its group; a layer without one of its own takes its group's. */
export function LayerIcon({ type, size = 16 }: { readonly type: string; readonly size?: number }) {
  const group = layers.get(type)?.group ?? 'shape';
  return (
    <svg
      viewBox="0 0 16 16"
      width={size}
      height={size}
      fill="none"
      stroke="currentColor"
      strokeWidth="1.4"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      style={{ color: `var(--group-${group})`, flex: 'none' }}
    >
      {drawings[type] ?? outline(type) ?? groupDrawings[group]}
    </svg>
  );
}
