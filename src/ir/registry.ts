import type { OpDef, OpName } from './op';
import { abs } from './ops/abs';
import { add } from './ops/add';
import { argMax } from './ops/argMax';
import { cast } from './ops/cast';
import { concat } from './ops/concat';
import { constant } from './ops/constant';
import { conv } from './ops/conv';
import { convTranspose } from './ops/convTranspose';
import { convWeightGrad } from './ops/convWeightGrad';
import { div } from './ops/div';
import { equal } from './ops/equal';
import { exp } from './ops/exp';
import { expand } from './ops/expand';
import { gather } from './ops/gather';
import { gatherElements } from './ops/gatherElements';
import { gatherND } from './ops/gatherND';
import { gemm } from './ops/gemm';
import { greater } from './ops/greater';
import { gru } from './ops/gru';
import { input } from './ops/input';
import { log } from './ops/log';
import { logSoftmax } from './ops/logSoftmax';
import { lstm } from './ops/lstm';
import { matmul } from './ops/matmul';
import { maxPool } from './ops/maxPool';
import { maxPoolGrad } from './ops/maxPoolGrad';
import { mul } from './ops/mul';
import { neg } from './ops/neg';
import { pad } from './ops/pad';
import { reduceMax } from './ops/reduceMax';
import { reduceMean } from './ops/reduceMean';
import { reduceSum } from './ops/reduceSum';
import { relu } from './ops/relu';
import { reshape } from './ops/reshape';
import { rnn } from './ops/rnn';
import { scan } from './ops/scan';
import { scatterElements } from './ops/scatterElements';
import { scatterND } from './ops/scatterND';
import { sigmoid } from './ops/sigmoid';
import { slice } from './ops/slice';
import { softmax } from './ops/softmax';
import { split } from './ops/split';
import { sqrt } from './ops/sqrt';
import { sub } from './ops/sub';
import { tanh } from './ops/tanh';
import { transpose } from './ops/transpose';
import { where } from './ops/where';

type Registry = { readonly [K in OpName]: OpDef<K> };

/** Every operator by name; a missing one does not compile. */
export const registry: Registry = {
  abs,
  add,
  argMax,
  cast,
  concat,
  constant,
  conv,
  convTranspose,
  convWeightGrad,
  div,
  equal,
  exp,
  expand,
  gather,
  gatherElements,
  gatherND,
  gemm,
  greater,
  gru,
  input,
  log,
  logSoftmax,
  lstm,
  matmul,
  maxPool,
  maxPoolGrad,
  mul,
  neg,
  pad,
  reduceMax,
  reduceMean,
  reduceSum,
  relu,
  reshape,
  rnn,
  scan,
  scatterElements,
  scatterND,
  sigmoid,
  slice,
  softmax,
  split,
  sqrt,
  sub,
  tanh,
  transpose,
  where,
};

/** The definition of an operator. */
export function opOf<K extends OpName>(name: K): OpDef<K> {
  return registry[name];
}
