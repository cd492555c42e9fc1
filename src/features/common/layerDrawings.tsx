import type { ReactNode } from 'react';

const dot = (cx: number, cy: number, r = 1.25) => <circle cx={cx} cy={cy} r={r} fill="currentColor" stroke="none" />;

/** 16 x 16 drawings, strokes of 1.4: what the layer does, as small as it can be said. */
export const drawings: Readonly<Record<string, ReactNode>> = {
  dataset: (
    <path d="M3 4.2C3 3 5.2 2.2 8 2.2S13 3 13 4.2 10.8 6.2 8 6.2 3 5.4 3 4.2ZM3 4.2v7.6c0 1.2 2.2 2 5 2s5-.8 5-2V4.2M3 8c0 1.2 2.2 2 5 2s5-.8 5-2" />
  ),
  dense: (
    <>
      <path d="M4 3.5 12 5.5M4 3.5 12 10.5M4 8 12 5.5M4 8 12 10.5M4 12.5 12 5.5M4 12.5 12 10.5" strokeWidth="0.9" />
      {dot(4, 3.5, 1.6)}
      {dot(4, 8, 1.6)}
      {dot(4, 12.5, 1.6)}
      {dot(12, 5.5, 1.6)}
      {dot(12, 10.5, 1.6)}
    </>
  ),
  conv2d: (
    <>
      <rect x="2.2" y="2.2" width="11.6" height="11.6" rx="1.5" />
      <rect x="4.5" y="4.5" width="5" height="5" rx="0.8" fill="currentColor" fillOpacity="0.3" />
      <path d="M9.5 9.5 11.8 11.8" />
    </>
  ),
  maxPool2d: (
    <>
      <rect x="2" y="2" width="7.5" height="7.5" rx="1" />
      <path d="M5.75 2v7.5M2 5.75h7.5" strokeWidth="1" />
      <rect x="10.2" y="10.2" width="3.8" height="3.8" rx="0.8" fill="currentColor" />
    </>
  ),
  flatten: <path d="M2.5 3h5M2.5 6.3h5M2.5 9.7h5M2.5 13h5M12.2 2.5v11M9.2 8h3" />,
  dropout: (
    <>
      {dot(4, 4, 1.7)}
      {dot(12, 4, 1.7)}
      {dot(8, 12, 1.7)}
      <circle cx="8" cy="4" r="1.4" strokeDasharray="1.3 1" />
      <circle cx="4" cy="12" r="1.4" strokeDasharray="1.3 1" />
      <circle cx="12" cy="12" r="1.4" strokeDasharray="1.3 1" />
      {dot(4, 8, 1.7)}
      {dot(12, 8, 1.7)}
    </>
  ),
  relu: <path d="M2 11.5h6L13.5 4" />,
  sigmoid: <path d="M2 12.5c5.5 0 6.5-9 12-9" />,
  tanh: <path d="M2 12.5c5.5 0 6.5-9 12-9M8 2v12M2 8h12" />,
  softmax: <path d="M3 13.5v-3M6.3 13.5V8M9.7 13.5v-11M13 13.5v-4" strokeWidth="2" />,
  crossEntropy: (
    <>
      <circle cx="8" cy="8" r="5.6" />
      <circle cx="8" cy="8" r="2.4" />
      {dot(8, 8, 0.9)}
    </>
  ),
  mse: (
    <>
      <path d="M2.5 13 13.5 4" />
      <path d="M5 6.5v4.4M8 12v-3.5M11 3.2v2.8" strokeWidth="1.1" />
      {dot(5, 6.2)}
      {dot(8, 12.2)}
      {dot(11, 2.9)}
    </>
  ),
  embedding: (
    <>
      <rect x="2" y="2.5" width="4" height="11" rx="1" />
      <path d="M2 6.2h4M2 9.8h4M6 8h3.2" strokeWidth="1" />
      <path d="M11 4v8M13.6 4v8" strokeWidth="2" />
    </>
  ),
  lstm: (
    <>
      <rect x="4" y="6.5" width="8" height="6.5" rx="1.5" />
      <path d="M12 9.7h1.2a1.5 1.5 0 0 0 1.5-1.5V5A1.5 1.5 0 0 0 13.2 3.5H2.8A1.5 1.5 0 0 0 1.3 5v3.2a1.5 1.5 0 0 0 1.5 1.5H4M8 1.9 6.2 3.5 8 5.1" />
    </>
  ),
  multiHeadAttention: (
    <>
      <path d="M8 3.5 3 12.5M8 3.5v9M8 3.5l5 9" strokeWidth="1" />
      {dot(8, 3.2, 1.7)}
      {dot(3, 12.6, 1.7)}
      {dot(8, 12.6, 1.2)}
      {dot(13, 12.6, 0.9)}
    </>
  ),
  output: <path d="M9.5 3h3A1.5 1.5 0 0 1 14 4.5v7a1.5 1.5 0 0 1-1.5 1.5h-3M2 8h7.5M6.8 5.2 9.6 8l-2.8 2.8" />,
  batchNorm: <path d="M2 13.5h12M3 13.5c3 0 3-9 5-9s2 9 5 9M8 2v2.5" />,
  add: <path d="M8 2.2a5.8 5.8 0 1 0 0 11.6A5.8 5.8 0 1 0 8 2.2ZM8 5v6M5 8h6" />,
  accuracy: <path d="M2.5 8.5 6 12l7.5-8.5" />,
};
