import type { OpDef, OpName } from './op';
import { abs } from './ops/abs';
import { acos } from './ops/acos';
import { acosh } from './ops/acosh';
import { add } from './ops/add';
import { after } from './ops/after';
import { and } from './ops/and';
import { argMax } from './ops/argMax';
import { argMin } from './ops/argMin';
import { asin } from './ops/asin';
import { asinh } from './ops/asinh';
import { atan } from './ops/atan';
import { atanh } from './ops/atanh';
import { averagePool } from './ops/averagePool';
import { batchNorm } from './ops/batchNorm';
import { batchNormTrain } from './ops/batchNormTrain';
import { cast } from './ops/cast';
import { ceil } from './ops/ceil';
import { celu } from './ops/celu';
import { clip } from './ops/clip';
import { concat } from './ops/concat';
import { constant } from './ops/constant';
import { conv } from './ops/conv';
import { convTranspose } from './ops/convTranspose';
import { convWeightGrad } from './ops/convWeightGrad';
import { cos } from './ops/cos';
import { cosh } from './ops/cosh';
import { cumSum } from './ops/cumSum';
import { div } from './ops/div';
import { elu } from './ops/elu';
import { equal } from './ops/equal';
import { erf } from './ops/erf';
import { exp } from './ops/exp';
import { expand } from './ops/expand';
import { floor } from './ops/floor';
import { gather } from './ops/gather';
import { gatherElements } from './ops/gatherElements';
import { gatherND } from './ops/gatherND';
import { gelu } from './ops/gelu';
import { gemm } from './ops/gemm';
import { greater } from './ops/greater';
import { greaterOrEqual } from './ops/greaterOrEqual';
import { gru } from './ops/gru';
import { hardmax } from './ops/hardmax';
import { hardSigmoid } from './ops/hardSigmoid';
import { hardSwish } from './ops/hardSwish';
import { hardTanh } from './ops/hardTanh';
import { input } from './ops/input';
import { isInf } from './ops/isInf';
import { isNan } from './ops/isNan';
import { layerNorm } from './ops/layerNorm';
import { leakyRelu } from './ops/leakyRelu';
import { less } from './ops/less';
import { lessOrEqual } from './ops/lessOrEqual';
import { log } from './ops/log';
import { logSoftmax } from './ops/logSoftmax';
import { lstm } from './ops/lstm';
import { matmul } from './ops/matmul';
import { max } from './ops/max';
import { maxPool } from './ops/maxPool';
import { maxPoolGrad } from './ops/maxPoolGrad';
import { min } from './ops/min';
import { mish } from './ops/mish';
import { mod } from './ops/mod';
import { mul } from './ops/mul';
import { neg } from './ops/neg';
import { not } from './ops/not';
import { onnx } from './ops/onnx';
import { or } from './ops/or';
import { pad } from './ops/pad';
import { pow } from './ops/pow';
import { prelu } from './ops/prelu';
import { reciprocal } from './ops/reciprocal';
import { reduceL1 } from './ops/reduceL1';
import { reduceL2 } from './ops/reduceL2';
import { reduceLogSum } from './ops/reduceLogSum';
import { reduceLogSumExp } from './ops/reduceLogSumExp';
import { reduceMax } from './ops/reduceMax';
import { reduceMean } from './ops/reduceMean';
import { reduceMin } from './ops/reduceMin';
import { reduceProd } from './ops/reduceProd';
import { reduceSum } from './ops/reduceSum';
import { reduceSumSquare } from './ops/reduceSumSquare';
import { relu } from './ops/relu';
import { reshape } from './ops/reshape';
import { resize } from './ops/resize';
import { rnn } from './ops/rnn';
import { round } from './ops/round';
import { scan } from './ops/scan';
import { scatterElements } from './ops/scatterElements';
import { scatterND } from './ops/scatterND';
import { selu } from './ops/selu';
import { shrink } from './ops/shrink';
import { sigmoid } from './ops/sigmoid';
import { sign } from './ops/sign';
import { silu } from './ops/silu';
import { sin } from './ops/sin';
import { sinh } from './ops/sinh';
import { slice } from './ops/slice';
import { softmax } from './ops/softmax';
import { softplus } from './ops/softplus';
import { softsign } from './ops/softsign';
import { split } from './ops/split';
import { sqrt } from './ops/sqrt';
import { stopGradient } from './ops/stopGradient';
import { sub } from './ops/sub';
import { tan } from './ops/tan';
import { tanh } from './ops/tanh';
import { thresholdedRelu } from './ops/thresholdedRelu';
import { topK } from './ops/topK';
import { transpose } from './ops/transpose';
import { where } from './ops/where';
import { xor } from './ops/xor';

type Registry = { readonly [K in OpName]: OpDef<K> };

/** Every operator by name; a missing one does not compile. */
export const registry: Registry = {
  abs,
  acos,
  acosh,
  add,
  after,
  and,
  argMax,
  argMin,
  asin,
  asinh,
  atan,
  atanh,
  averagePool,
  batchNorm,
  batchNormTrain,
  cast,
  ceil,
  celu,
  clip,
  concat,
  constant,
  conv,
  convTranspose,
  convWeightGrad,
  cos,
  cosh,
  cumSum,
  div,
  elu,
  equal,
  erf,
  exp,
  expand,
  floor,
  gather,
  gatherElements,
  gatherND,
  gelu,
  gemm,
  greater,
  greaterOrEqual,
  gru,
  hardmax,
  hardSigmoid,
  hardSwish,
  hardTanh,
  input,
  isInf,
  isNan,
  layerNorm,
  leakyRelu,
  less,
  lessOrEqual,
  log,
  logSoftmax,
  lstm,
  matmul,
  max,
  maxPool,
  maxPoolGrad,
  min,
  mish,
  mod,
  mul,
  neg,
  not,
  onnx,
  or,
  pad,
  pow,
  prelu,
  reciprocal,
  reduceL1,
  reduceL2,
  reduceLogSum,
  reduceLogSumExp,
  reduceMax,
  reduceMean,
  reduceMin,
  reduceProd,
  reduceSum,
  reduceSumSquare,
  relu,
  reshape,
  resize,
  rnn,
  round,
  scan,
  scatterElements,
  scatterND,
  selu,
  shrink,
  sigmoid,
  sign,
  silu,
  sin,
  sinh,
  slice,
  softmax,
  softplus,
  softsign,
  split,
  sqrt,
  stopGradient,
  sub,
  tan,
  tanh,
  thresholdedRelu,
  topK,
  transpose,
  where,
  xor,
};

/** The definition of an operator. */
export function opOf<K extends OpName>(name: K): OpDef<K> {
  return registry[name];
}
