import { type ReactNode, useEffect, useState } from 'react';
import type { LayerGroup } from '../../layers/layer';
import { layers } from '../../layers/registry';
import { drawings } from './layerDrawings';

let outlines: Readonly<Record<string, string>> | undefined;

/** Drawings that come after the first screen, by type; undefined until then. */
function useOutlines() {
  const [loaded, setLoaded] = useState(outlines);
  useEffect(() => {
    if (outlines) return;
    void import('./layerOutlines').then((module) => {
      outlines = module.outlines;
      setLoaded(outlines);
    });
  }, []);
  return loaded;
}

export const groupDrawings: Readonly<Record<LayerGroup, ReactNode>> = {
  data: drawings.dataset,
  core: drawings.dense,
  convolution: drawings.conv2d,
  pooling: drawings.maxPool2d,
  normalization: drawings.batchNorm,
  sequence: drawings.lstm,
  regularization: drawings.dropout,
  activation: drawings.sigmoid,
  shape: drawings.flatten,
  merge: drawings.add,
  loss: drawings.crossEntropy,
  metric: drawings.accuracy,
  output: drawings.output,
};

/** A layer's drawing in the colour of its group; a layer without one of its own takes its group's. */
export function LayerIcon({ type, size = 16 }: { readonly type: string; readonly size?: number }) {
  const outline = useOutlines()?.[type];
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
      {drawings[type] ?? (outline ? <path d={outline} /> : groupDrawings[group])}
    </svg>
  );
}
