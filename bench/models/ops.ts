/** A window over pictures: kernels are read off the weight. */
export interface Window {
  readonly stride: number;
  readonly padding: number;
}

/**
 * What the models are written with, once for every engine. T is the engine's tensor. Shapes are PyTorch's: pictures
 * [B, C, H, W] (an engine may keep them otherwise), weights of dense layers [U, D], of convolutions [F, C, k, k].
 * Values may be used any number of times.
 */
export interface Ops<T> {
  /** x w^T + b over the last axis. */
  dense(x: T, w: T, b: T): T;
  conv2d(x: T, w: T, b: T | undefined, window: Window): T;
  /** w [C, F, k, k]. */
  convTranspose2d(x: T, w: T, b: T | undefined, window: Window): T;
  /** 2x2, stride 2. */
  maxPool2d(x: T): T;
  /** [B, C, H, W] -> [B, C] */
  globalAveragePool(x: T): T;
  /** With the statistics of the batch; scale and shift [C], epsilon 1e-5. */
  batchNorm(x: T, scale: T, shift: T): T;
  /** Over the last axis, epsilon 1e-5. */
  layerNorm(x: T, scale: T, shift: T): T;
  /** Rows of table [V, D]: int32 [B, T] -> [B, T, D]. */
  embedding(table: T, indices: T): T;
  /** softmax(q k^T / sqrt(d), causal) v for each head: [B, T, D] each. */
  causalAttention(q: T, k: T, v: T, heads: number): T;
  /** x [B, T, D], w [4H, D], r [4H, H], both biases [8H], gates in the order i, o, f, g -> y [B, T, H]. */
  lstm(x: T, w: T, r: T, bias: T): T;
  /** [B, T, H] -> [B, H] */
  lastStep(y: T): T;
  relu(x: T): T;
  leakyRelu(x: T, slope: number): T;
  tanh(x: T): T;
  /** With the error function, not its approximation. */
  gelu(x: T): T;
  exp(x: T): T;
  /** The smaller stretches over leading axes. */
  add(a: T, b: T): T;
  mul(a: T, b: T): T;
  scale(x: T, factor: number): T;
  /** [B, ...] -> [B, n], rows in the order of [C, H, W]. */
  flatten(x: T): T;
  /** [B, C H W] -> [B, C, H, W] */
  picture(x: T, channels: number, size: number): T;
  /** Mean over the rows: logits [.., N], int32 classes [..]. */
  crossEntropy(logits: T, classes: T): T;
  /** Mean over all elements of -t ln s(x) - (1 - t) ln(1 - s(x)). */
  binaryCrossEntropy(logits: T, target: T): T;
  /** The same against one number for all. */
  binaryCrossEntropyWith(logits: T, target: 0 | 1): T;
  /** Mean over the batch of KL(N(mean, e^logVariance) || N(0, 1)) summed over the rest. */
  klDivergence(mean: T, logVariance: T): T;
}
