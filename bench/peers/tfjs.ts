import * as tf from '@tensorflow/tfjs';
import { adam, type Batch, type Parameter, type Phase } from '../models/model';
import type { Ops } from '../models/ops';
import type { CreateTrainer } from './trainer';

const EPSILON = 1e-5;

/** The models in TensorFlow.js, pictures with channels last as it has them. */
export const tfjsOps: Ops<tf.Tensor> = {
  dense: (x, w, b) => {
    const [inputs] = x.shape.slice(-1) as [number];
    const rows = x.rank === 2 ? (x as tf.Tensor2D) : (x.reshape([-1, inputs]) as tf.Tensor2D);
    return tf.add(tf.matMul(rows, w, false, true), b).reshape([...x.shape.slice(0, -1), w.shape[0] as number]);
  },
  conv2d: (x, w, b, { stride, padding }) => {
    const y = tf.conv2d(x as tf.Tensor4D, w as tf.Tensor4D, stride, padding, 'NHWC', 1, 'floor');
    return b ? tf.add(y, b) : y;
  },
  convTranspose2d: (x, w, b, { stride, padding }) => {
    const [batch, size] = x.shape as [number, number];
    const [kernel, , filters] = w.shape as [number, number, number];
    const grown = stride * (size - 1) + kernel - 2 * padding;
    const shape: [number, number, number, number] = [batch, grown, grown, filters];
    const y = tf.conv2dTranspose(x as tf.Tensor4D, w as tf.Tensor4D, shape, stride, padding, 'floor');
    return b ? tf.add(y, b) : y;
  },
  maxPool2d: (x) => tf.maxPool(x as tf.Tensor4D, 2, 2, 'valid'),
  globalAveragePool: (x) => tf.mean(x, [1, 2]),
  batchNorm: (x, scale, shift) => {
    const { mean, variance } = tf.moments(x, [0, 1, 2]);
    return tf.batchNorm(
      x,
      mean as tf.Tensor1D,
      variance as tf.Tensor1D,
      shift as tf.Tensor1D,
      scale as tf.Tensor1D,
      EPSILON,
    );
  },
  layerNorm: (x, scale, shift) => {
    const { mean, variance } = tf.moments(x, -1, true);
    const unit = tf.mul(tf.sub(x, mean), tf.rsqrt(tf.add(variance, EPSILON)));
    return tf.add(tf.mul(unit, scale), shift);
  },
  embedding: (table, indices) => tf.gather(table, indices as tf.Tensor2D),
  causalAttention: (q, k, v, heads) => {
    const [batch, time, width] = q.shape as [number, number, number];
    const split = (x: tf.Tensor) => x.reshape([batch, time, heads, width / heads]).transpose([0, 2, 1, 3]);
    const scores = tf.mul(tf.matMul(split(q), split(k), false, true), 1 / Math.sqrt(width / heads));
    const hidden = tf.sub(1, tf.linalg.bandPart(tf.ones([time, time]), -1, 0));
    const weights = tf.softmax(tf.add(scores, tf.mul(hidden, -1e30)));
    return tf.matMul(weights, split(v)).transpose([0, 2, 1, 3]).reshape([batch, time, width]);
  },
  lstm: (x, w, r, bias) => {
    const [batch, time, features] = x.shape as [number, number, number];
    const hidden = r.shape[1] as number;
    const [first, second] = tf.split(bias, 2) as [tf.Tensor, tf.Tensor];
    const rows = x.reshape([batch * time, features]) as tf.Tensor2D;
    const gates = tf.add(tf.matMul(rows, w, false, true), tf.add(first, second)).reshape([batch, time, 4 * hidden]);
    let [h, c] = [tf.zeros([batch, hidden]), tf.zeros([batch, hidden])];
    const states: tf.Tensor[] = [];
    for (const step of tf.unstack(gates, 1)) {
      const [i, o, f, g] = tf.split(tf.add(step, tf.matMul(h, r, false, true)), 4, 1) as [
        tf.Tensor,
        tf.Tensor,
        tf.Tensor,
        tf.Tensor,
      ];
      c = tf.add(tf.mul(tf.sigmoid(f), c), tf.mul(tf.sigmoid(i), tf.tanh(g)));
      h = tf.mul(tf.sigmoid(o), tf.tanh(c));
      states.push(h);
    }
    return tf.stack(states, 1);
  },
  lastStep: (y) => {
    const [batch, time, width] = y.shape as [number, number, number];
    return tf.slice(y, [0, time - 1, 0], [batch, 1, width]).reshape([batch, width]);
  },
  relu: (x) => tf.relu(x),
  leakyRelu: (x, slope) => tf.leakyRelu(x, slope),
  tanh: (x) => tf.tanh(x),
  gelu: (x) => tf.mul(tf.mul(x, 0.5), tf.add(1, tf.erf(tf.mul(x, Math.SQRT1_2)))),
  exp: (x) => tf.exp(x),
  add: (a, b) => tf.add(a, b),
  mul: (a, b) => tf.mul(a, b),
  scale: (x, factor) => tf.mul(x, factor),
  flatten: (x) => x.transpose([0, 3, 1, 2]).reshape([x.shape[0] as number, -1]),
  picture: (x, channels, size) => x.reshape([x.shape[0] as number, channels, size, size]).transpose([0, 2, 3, 1]),
  crossEntropy: (logits, classes) => {
    const width = logits.shape.at(-1) as number;
    const wanted = tf.oneHot(classes.flatten().toInt(), width).toFloat();
    const chosen = tf.mul(wanted, tf.logSoftmax(logits.reshape([-1, width])));
    return tf.neg(tf.mean(tf.sum(chosen, 1)));
  },
  binaryCrossEntropy: (x, target) =>
    tf.mean(tf.add(tf.sub(tf.relu(x), tf.mul(x, target)), tf.log1p(tf.exp(tf.neg(tf.abs(x)))))),
  binaryCrossEntropyWith: (x, target) => tf.mean(tf.softplus(target === 1 ? tf.neg(x) : x)),
  klDivergence: (mean, logVariance) => {
    const terms = tf.sub(tf.add(tf.square(mean), tf.sub(tf.exp(logVariance), logVariance)), 1);
    return tf.mul(tf.mean(tf.sum(terms, 1)), 0.5);
  },
};

/** Where tfjs keeps the axes of a parameter: convolutions [k, k, C, F], transposed ones [k, k, F, C]. */
const axes: Record<Parameter['kind'], number[] | undefined> = {
  vector: undefined,
  matrix: undefined,
  conv: [2, 3, 1, 0],
  convTranspose: [2, 3, 1, 0],
};

function variableOf({ name, kind, shape }: Parameter, values: Float32Array): tf.Variable {
  return tf.tidy(() => {
    const given = tf.tensor(values, [...shape]);
    const perm = axes[kind];
    return tf.variable(perm ? given.transpose(perm) : given, true, `${name}-${tf.util.now()}`);
  });
}

function tensorOf({ shape, values }: Batch): tf.Tensor {
  const given = tf.tensor(values, [...shape], values instanceof Int32Array ? 'int32' : 'float32');
  return shape.length === 4 ? given.transpose([0, 2, 3, 1]) : given;
}

/** Trains by tf.train.adam, one optimizer a phase. */
export const createTfjsTrainer: CreateTrainer = async (model, start) => {
  const variables = new Map(
    model.parameters.map((parameter) => [
      parameter.name,
      variableOf(parameter, start.get(parameter.name) ?? new Float32Array()),
    ]),
  );
  const phases = model.phases.map((phase) => ({
    phase,
    trained: [...variables].filter(([name]) => name.startsWith(phase.trains)).map(([, variable]) => variable),
    optimizer: tf.train.adam(adam.learningRate, adam.beta1, adam.beta2, adam.epsilon),
  }));
  return {
    async step(batch) {
      let total = 0;
      for (const { phase, trained, optimizer } of phases) {
        const loss = optimizer.minimize(() => lossOf(phase, variables, batch), true, trained);
        total += (await loss?.data())?.[0] ?? Number.NaN;
        loss?.dispose();
      }
      return total;
    },
  };
};

function lossOf(phase: Phase, variables: ReadonlyMap<string, tf.Tensor>, batch: readonly Batch[]): tf.Scalar {
  const loss = phase.loss<tf.Tensor>(tfjsOps, {
    parameter: (name) => variables.get(name) ?? raise(`no parameter ${name}`),
    data: (name) => tensorOf(batch.find((column) => column.name === name) ?? raise(`no column ${name}`)),
  });
  return loss.asScalar();
}

function raise(message: string): never {
  throw new Error(message);
}
