import type { OpName } from '../../ir/op';
import type { OpCases } from './case';
import { constant, input, scan } from './control';
import {
  abs,
  add,
  cast,
  div,
  equal,
  exp,
  greater,
  log,
  mul,
  neg,
  relu,
  sigmoid,
  sqrt,
  sub,
  tanh,
  where,
} from './elementwise';
import { gather, gatherElements, gatherND, scatterElements, scatterND } from './indexing';
import { gemm, matmul } from './linear';
import { concat, expand, pad, reshape, slice, split, transpose } from './movement';
import { gru, lstm, rnn } from './recurrent';
import { argMax, logSoftmax, reduceMax, reduceMean, reduceSum, softmax } from './reduction';
import { conv, convTranspose, convWeightGrad, maxPool, maxPoolGrad } from './window';

/** How every operator is tried; a missing one does not compile. */
export const opCases: { readonly [K in OpName]: OpCases<K> } = {
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
