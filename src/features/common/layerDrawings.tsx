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
};

/** Drawings that are one path, without a fill. */
export const outlines: Readonly<Record<string, string>> = {
  conv1d: 'M2 5.5h12v5H2ZM5 5.5v5M8 5.5v5M11 5.5v5M4 13h5',
  depthwiseConv2d: 'M2 5h7v7H2ZM5 5V3h7v7h-3M8 3V1.5h6v6h-2M4 7h3v3H4Z',
  separableConv2d: 'M2 3h6v6H2ZM5 3v6M2 6h6M10.5 6h3.5M12.2 4.2V7.8M11 11h3v3h-3ZM8.5 9.5 10.5 11.5',
  convTranspose2d: 'M2 2h4v4H2ZM6 6l2 2M8 8h6v6H8ZM11 8v6M8 11h6',
  maxPool1d: 'M2 4h12v3.5H2ZM6 4v3.5M10 4v3.5M4 7.5v3M8 7.5v3M12 7.5v3M2.8 12h2.4M6.8 12h2.4M10.8 12h2.4',
  averagePool2d: 'M2 2h7.5v7.5H2ZM5.7 2v7.5M2 5.7h7.5M9.5 9.5l1.5 1.5M10 12.6q1-1.6 2 0t2 0',
  globalAveragePool: 'M2 2h12v12H2ZM5 8h6M5 6.2 2.8 8 5 9.8M11 6.2 13.2 8 11 9.8',
  globalMaxPool: 'M2 2h12v12H2ZM8 4.5v7M5.2 7.3 8 4.5l2.8 2.8',
  upSampling2d: 'M2 10h4v4H2ZM6.5 2H14v7.5M6.5 2v4M14 9.5h-4M7.5 8.5 12 4M9 4h3v3',
  batchNorm: 'M2 13.5h12M3 13.5c3 0 3-9 5-9s2 9 5 9M8 2v2.5',
  layerNorm: 'M2 4h12M2 8h12M2 12h12M5 2.5v3M11 6.5v3M7 10.5v3',
  groupNorm: 'M2 2.5h5v11H2ZM9 2.5h5v11H9ZM2 6.2h5M2 9.8h5M9 6.2h5M9 9.8h5',
  instanceNorm: 'M2.5 2.5h11v11h-11ZM4.5 11c2 0 2-6 3.5-6s1.5 6 3.5 6',
  rmsNorm: 'M1.5 9H3.5l2 4.5L8 2.5h6.5M9 12V8l2 2.5L13 8v4',
  spatialDropout: 'M2 2.5h3v11H2ZM6.5 2.5h3v11h-3ZM11 2.5h3M11 5.5v1M14 5.5v1M11 9v1M14 9v1M11 13.5h3',
  gaussianNoise: 'M1.5 8 3 5l1.3 6L6 3l1.5 9L9 5.5l1.3 5L12 4l1 6 1.5-2',
  reshape: 'M2 2h7v4H2ZM10 8h4v6h-4ZM5 8.5v3h2.5M6.2 10 7.7 11.5 6.2 13',
  permute: 'M3 6.5V2.5h8M9 .9 11 2.5 9 4.1M13 9.5v4H5M7 11.9 5 13.5 7 15.1',
  repeat: 'M2 2.5h5v5H2ZM9 2.5h5v5H9ZM2 10.5h3M7 10.5h2M11 10.5h3M4 13.5h8',
  squeeze: 'M2 8h4M4.5 6.2 6.3 8 4.5 9.8M14 8h-4M11.5 6.2 9.7 8l1.8 1.8M8 2.5v11',
  unsqueeze: 'M6.5 8h-4M4 6.2 2.2 8 4 9.8M9.5 8h4M12 6.2 13.8 8 12 9.8M8 2.5v11',
  slice: 'M2 3h12v10H2ZM6 3v10M10 3v10M6 6l4-2M6 9.5l4-4M6 12.8l4-4M8 13l2-1',
  reduce: 'M12 4V2.5H4L8.5 8 4 13.5h8V12',
  zeroPad2d: 'M5 5h6v6H5ZM2 2h1M6 2h1M9.5 2h1M13 2h1M2 14h1M6 14h1M9.5 14h1M13 14h1M2 6v1M2 9.5v1M14 6v1M14 9.5v1',
  crop2d: 'M4.5 1.5v10h10M1.5 4.5h10v10',
  scale: 'M2 13.5 13.5 2M9 2h4.5v4.5M2 9v4.5h4.5',
  constant: 'M5 2.5H2.5v11H5M11 2.5h2.5v11H11M6.8 6 8.3 5v6M6.8 11h3',
  add: 'M8 2.2a5.8 5.8 0 1 0 0 11.6A5.8 5.8 0 1 0 8 2.2ZM8 5v6M5 8h6',
  subtract: 'M8 2.2a5.8 5.8 0 1 0 0 11.6A5.8 5.8 0 1 0 8 2.2ZM5 8h6',
  multiply: 'M8 2.2a5.8 5.8 0 1 0 0 11.6A5.8 5.8 0 1 0 8 2.2ZM6 6l4 4M10 6l-4 4',
  average: 'M8 2.2a5.8 5.8 0 1 0 0 11.6A5.8 5.8 0 1 0 8 2.2ZM5.5 9.5l2.5-5 2.5 5M5 11.5h6',
  maximum: 'M2 12.5 6 6l3 3.5 5-7M11 2.5h3v3',
  minimum: 'M2 3.5 6 10l3-3.5 5 7M11 13.5h3v-3',
  concat: 'M2 2.5h4v5H2ZM2 8.5h4v5H2ZM6.5 8h3M10 2.5h4v11h-4ZM10 8h4',
  dot: 'M2 13 13.5 8M2 13 9 2.5M6.2 6.7 8 10.3M11 7.3l2.5.7-1 2.3',
  matMul: 'M5 2.5H2.5v11H5M11 2.5h2.5v11H11M6.2 6.2l3.6 3.6M9.8 6.2 6.2 9.8',
  expression: 'M9 2.5C6.5 2 6.3 4 6 6.5L5.2 11c-.3 2-1 3-3 2.5M3.5 6.5h5M9.5 8.5l4 4.5M13.5 8.5l-4 4.5',
  leakyRelu: 'M2 10.5 8 8.5 13.5 3M8 13V3',
  prelu: 'M2 12 8 9l5.5-6M3.5 9.2v4M1.8 11h3.4',
  elu: 'M2 11.5c4 0 5-.8 6-2.5L13.5 3M2 13.5h11.5',
  gelu: 'M2 9.5c3 0 3.5 2 5 2s2-1.5 3-4l3.5-5',
  silu: 'M2 10c2.5 0 3.5 2.5 5.5 2S10 9.5 13.5 3M2 13.8h3',
  logSoftmax: 'M3 2.5v3M6.3 2.5V8M9.7 2.5v11M13 2.5v4',
  glu: 'M2 8h3.5M10.5 8H14M5.5 4.5v7l5-7v7Z',
  activation: 'M2 12c3 0 4 0 6-4s3-4 6-4M2 4h3M11 12h3',
  accuracy: 'M2.5 8.5 6 12l7.5-8.5',
  topKAccuracy: 'M2 13.5v-4h4v4M6 13.5V3h4v10.5M10 13.5v-7h4v7M1 13.5h14',
  f1Score: 'M3 13.5V3h5M3 8h4M11 6.5 13 5v8.5M11.2 13.5h3.6',
  auc: 'M2.5 2v11.5H14M2.5 13.5C3 6 6 3.5 14 3.2M5.5 13.5V7.6M9 13.5V4.9',
  meanAbsoluteError: 'M3 3v10M13 3v10M5.5 8h5M7 6.2 5.2 8 7 9.8M9 6.2 10.8 8 9 9.8',
  rootMeanSquaredError: 'M1.5 9h2L6 13.5 9 3h5.5M10 7.5q1.5-2 2.7-.6T10 11.5h3.5',
  r2Score: 'M2.5 2v11.5H14M4.5 11.5 13 4.5M5 8.2v.1M8 6v.1M8.5 11v.1M12 8v.1',
  perplexity: 'M5.5 6a2.5 2.5 0 1 1 3.6 2.2C8.3 8.6 8 9 8 10M8 12.6v.1M2 2.5v11M14 2.5v11',
};
