import { jit, lax, nn, numpy as np, valueAndGrad } from '@jax-js/jax';
import { adam, type Batch, type Parameter } from '../models/model';
import type { Ops } from '../models/ops';
import type { CreateTrainer } from './trainer';

type Tensor = np.Array;
type Tensors = Record<string, Tensor>;

const EPSILON = 1e-5;
const pads = (padding: number): [number, number][] => [
  [padding, padding],
  [padding, padding],
];
/** Stretches a value of each channel over a picture. */
const alongChannels = (x: Tensor): Tensor => x.ref.reshape([1, -1, 1, 1]);
const withBias = (y: Tensor, b: Tensor | undefined): Tensor => (b ? np.add(y, alongChannels(b)) : y);
const transposed = (w: Tensor): Tensor => np.transpose(w.ref, [1, 0]);

/** (x - mean) / deviation over some axes, scaled and shifted. */
function normalize(x: Tensor, axis: number[], scale: Tensor, shift: Tensor): Tensor {
  const centred = np.subtract(x.ref, np.mean(x.ref, axis, { keepdims: true }));
  const variance = np.mean(np.square(centred.ref), axis, { keepdims: true });
  const unit = np.multiply(centred, np.reciprocal(np.sqrt(np.add(variance, EPSILON))));
  return np.add(np.multiply(unit, scale), shift);
}

/** The models in jax-js. It counts references: `.ref` keeps a value for later uses. */
export const jaxOps: Ops<Tensor> = {
  dense: (x, w, b) => np.add(np.matmul(x.ref, transposed(w)), b.ref),
  conv2d: (x, w, b, { stride, padding }) =>
    withBias(lax.convGeneralDilated(x.ref, w.ref, [stride, stride], pads(padding)), b),
  convTranspose2d: (x, w, b, { stride, padding }) => {
    const [kernel] = w.shape.slice(-1) as [number];
    const options = { transposeKernel: true };
    return withBias(lax.convTranspose(x.ref, w.ref, [stride, stride], pads(kernel - 1 - padding), options), b);
  },
  maxPool2d: (x) => lax.reduceWindow(x.ref, np.max, [2, 2], [2, 2]),
  globalAveragePool: (x) => np.mean(x.ref, [2, 3]),
  batchNorm: (x, scale, shift) => normalize(x, [0, 2, 3], alongChannels(scale), alongChannels(shift)),
  layerNorm: (x, scale, shift) => normalize(x, [x.shape.length - 1], scale.ref, shift.ref),
  embedding: (table, indices) => np.take(table.ref, indices.ref, 0),
  causalAttention: (q, k, v, heads) => {
    const [batch, time, width] = q.shape as [number, number, number];
    const split = (x: Tensor) => x.ref.reshape([batch, time, heads, width / heads]);
    return nn.dotProductAttention(split(q), split(k), split(v), { isCausal: true }).reshape([batch, time, width]);
  },
  lstm: (x, w, r, bias) => {
    const [batch, time] = x.shape as [number, number];
    const hidden = r.shape[1] as number;
    const both = np.sum(bias.ref.reshape([2, 4 * hidden]), 0);
    const gates = np.add(np.matmul(x.ref, transposed(w)), both);
    let [h, c] = [np.zeros([batch, hidden]), np.zeros([batch, hidden])];
    const states: Tensor[] = [];
    for (const step of np.split(gates, time, 1)) {
      const z = np.add(step.reshape([batch, 4 * hidden]), np.matmul(h, transposed(r)));
      const [i, o, f, g] = np.split(z, 4, 1) as [Tensor, Tensor, Tensor, Tensor];
      c = np.add(np.multiply(nn.sigmoid(f), c), np.multiply(nn.sigmoid(i), np.tanh(g)));
      h = np.multiply(nn.sigmoid(o), np.tanh(c.ref));
      states.push(h.ref);
    }
    return np.stack(states, 1);
  },
  lastStep: (y) => {
    const [, time] = y.shape as [number, number];
    return y.ref.slice([], time - 1);
  },
  relu: (x) => nn.relu(x.ref),
  leakyRelu: (x, slope) => nn.leakyRelu(x.ref, slope),
  tanh: (x) => np.tanh(x.ref),
  gelu: (x) => nn.gelu(x.ref, { approximate: false }),
  exp: (x) => np.exp(x.ref),
  add: (a, b) => np.add(a.ref, b.ref),
  mul: (a, b) => np.multiply(a.ref, b.ref),
  scale: (x, factor) => np.multiply(x.ref, factor),
  flatten: (x) => x.ref.reshape([x.shape[0] as number, -1]),
  picture: (x, channels, size) => x.ref.reshape([x.shape[0] as number, channels, size, size]),
  crossEntropy: (logits, classes) => {
    const width = logits.shape.at(-1) as number;
    const wanted = nn.oneHot(classes.ref.flatten(), width);
    const chosen = np.multiply(wanted, nn.logSoftmax(logits.ref.reshape([-1, width])));
    return np.negative(np.mean(np.sum(chosen, 1)));
  },
  binaryCrossEntropy: (x, target) => {
    const softened = np.log1p(np.exp(np.negative(np.absolute(x.ref))));
    return np.mean(np.add(np.subtract(nn.relu(x.ref), np.multiply(x.ref, target.ref)), softened));
  },
  binaryCrossEntropyWith: (x, target) => np.mean(nn.softplus(target === 1 ? np.negative(x.ref) : x.ref)),
  klDivergence: (mean, logVariance) => {
    const spread = np.subtract(np.exp(logVariance.ref), logVariance.ref);
    const terms = np.subtract(np.add(np.square(mean.ref), spread), 1);
    return np.multiply(np.mean(np.sum(terms, 1)), 0.5);
  },
};

interface AdamState {
  readonly p: Tensors;
  readonly m: Tensors;
  readonly v: Tensors;
}

const mapped = (of: Tensors, f: (name: string, x: Tensor) => Tensor): Tensors =>
  Object.fromEntries(Object.entries(of).map(([name, x]) => [name, f(name, x)]));

/** Kingma & Ba 2015, algorithm 1. `t` is the number of this step, from 1 on. */
function adamStep({ p, m, v }: AdamState, g: Tensors, t: Tensor): AdamState {
  const { beta1, beta2, learningRate, epsilon } = adam;
  const at = (of: Tensors, name: string) => (of[name] as Tensor).ref;
  const mNext = mapped(m, (name, x) => np.add(np.multiply(x, beta1), np.multiply(at(g, name), 1 - beta1)));
  const vNext = mapped(v, (name, x) => np.add(np.multiply(x, beta2), np.multiply(np.square(at(g, name)), 1 - beta2)));
  const bias = (beta: number) => np.subtract(1, np.exp(np.multiply(t.ref, Math.log(beta))));
  const size = np.multiply(np.reciprocal(bias(beta1)), learningRate);
  const root = np.sqrt(bias(beta2));
  const pNext = mapped(p, (name, x) => {
    const deviation = np.add(np.trueDivide(np.sqrt(at(vNext, name)), root.ref), epsilon);
    return np.subtract(x, np.multiply(np.trueDivide(at(mNext, name), deviation), size.ref));
  });
  return { p: pNext, m: mNext, v: vNext };
}

const arrayOf = (values: Float32Array | Int32Array, shape: readonly number[]): Tensor =>
  np.array(values as Float32Array<ArrayBuffer>, { shape: [...shape] });

/** Trains by jit(valueAndGrad and Adam), one compiled step a phase. */
export const createJaxTrainer: CreateTrainer = async (model, start) => {
  const tensors = (wanted: (parameter: Parameter) => boolean, value: (name: string) => Float32Array): Tensors =>
    Object.fromEntries(model.parameters.filter(wanted).map(({ name, shape }) => [name, arrayOf(value(name), shape)]));
  const initial = (name: string) => start.get(name) ?? new Float32Array();
  const phases = model.phases.map((phase) => {
    const isTrained = ({ name }: Parameter) => name.startsWith(phase.trains);
    const zeros = (name: string) => new Float32Array(initial(name).length);
    const loss = (p: Tensors, others: Tensors, data: Tensors): Tensor =>
      phase.loss<Tensor>(jaxOps, {
        parameter: (name) => (p[name] ?? others[name]) as Tensor,
        data: (name) => data[name] as Tensor,
      });
    const step = jit((p: Tensors, m: Tensors, v: Tensors, others: Tensors, data: Tensors, t: Tensor) => {
      const [value, g] = valueAndGrad(loss)(
        mapped(p, (_, x) => x.ref),
        others,
        data,
      ) as [Tensor, Tensors];
      return { value, next: adamStep({ p, m, v }, g, t) as unknown as Record<string, Tensors> };
    });
    const state: AdamState = {
      p: tensors(isTrained, initial),
      m: tensors(isTrained, zeros),
      v: tensors(isTrained, zeros),
    };
    return { step, state };
  });
  let done = 0;
  return {
    async step(batch) {
      done++;
      let total = 0;
      for (const phase of phases) {
        const others = Object.assign(
          {},
          ...phases.filter((other) => other !== phase).map(({ state }) => mapped(state.p, (_, x) => x.ref)),
        );
        const data = Object.fromEntries(batch.map(({ name, shape, values }: Batch) => [name, arrayOf(values, shape)]));
        const { p, m, v } = phase.state;
        const { value, next } = phase.step(p, m, v, others, data, np.array(new Float32Array([done]), { shape: [] }));
        phase.state = next as unknown as AdamState;
        total += (await (value as Tensor).data())[0] as number;
      }
      return total;
    },
  };
};
