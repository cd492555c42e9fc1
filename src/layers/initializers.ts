import { Rng } from '../core/rng';

/** How a parameter starts. */
export type Initializer =
  | { readonly kind: 'constant'; readonly value: number }
  | { readonly kind: 'uniform'; readonly bound: number }
  | { readonly kind: 'normal'; readonly std: number };

export const zeros: Initializer = { kind: 'constant', value: 0 };
export const ones: Initializer = { kind: 'constant', value: 1 };

/** Schemes a layer's form offers, by PyTorch's names. */
export const initSchemes = {
  default: { en: 'LeCun uniform (default)', 'zh-CN': 'LeCun 均匀（默认）' },
  kaimingUniform: { en: 'Kaiming uniform', 'zh-CN': 'Kaiming 均匀' },
  kaimingNormal: { en: 'Kaiming normal', 'zh-CN': 'Kaiming 正态' },
  xavierUniform: { en: 'Xavier uniform', 'zh-CN': 'Xavier 均匀' },
  xavierNormal: { en: 'Xavier normal', 'zh-CN': 'Xavier 正态' },
  zeros: { en: 'Zeros', 'zh-CN': '全零' },
} as const;
export type InitScheme = keyof typeof initSchemes;

/**
 * Weights of a layer with `fanIn` inputs and `fanOut` outputs a unit.
 * `default` is what torch.nn.Linear and Conv2d do: U(±1/sqrt(fanIn)).
 * Kaiming: He et al. 2015, "Delving Deep into Rectifiers", gain sqrt(2). Xavier: Glorot & Bengio 2010.
 */
export function weightInit(scheme: InitScheme, fanIn: number, fanOut: number): Initializer {
  switch (scheme) {
    case 'default':
      return { kind: 'uniform', bound: 1 / Math.sqrt(fanIn) };
    case 'kaimingUniform':
      return { kind: 'uniform', bound: Math.sqrt(6 / fanIn) };
    case 'kaimingNormal':
      return { kind: 'normal', std: Math.sqrt(2 / fanIn) };
    case 'xavierUniform':
      return { kind: 'uniform', bound: Math.sqrt(6 / (fanIn + fanOut)) };
    case 'xavierNormal':
      return { kind: 'normal', std: Math.sqrt(2 / (fanIn + fanOut)) };
    case 'zeros':
      return zeros;
    default:
      return scheme satisfies never;
  }
}

/** The bias that goes with it: U(±1/sqrt(fanIn)) as in PyTorch for `default`, zeros otherwise. */
export function biasInit(scheme: InitScheme, fanIn: number): Initializer {
  return scheme === 'default' ? { kind: 'uniform', bound: 1 / Math.sqrt(fanIn) } : zeros;
}

/** Fills `out` from a stream that belongs to this seed and this parameter alone: adding a layer leaves the others as they were. */
export function initialize(out: Float32Array, init: Initializer, seed: number, parameter: string): void {
  const rng = Rng.of(seed, 'init', parameter);
  switch (init.kind) {
    case 'constant':
      out.fill(init.value);
      return;
    case 'uniform':
      for (let i = 0; i < out.length; i++) out[i] = (2 * rng.uniform() - 1) * init.bound;
      return;
    case 'normal':
      for (let i = 0; i < out.length; i++) out[i] = rng.normal() * init.std;
      return;
    default:
      init satisfies never;
  }
}
