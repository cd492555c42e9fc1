import type { StepParams, StepType } from '../../layers/steps/registry';
import { flip, noise, rotate, shift } from './augments';
import type { HostStep } from './hostStep';
import { grayscale, normalise, resize, scale } from './pictures';
import { differences, windows } from './series';
import { missing, oneHot, standardise } from './tables';
import { lowerCase, nextToken, skipGrams, teacherForcing, tokenise } from './tokens';

const hostSteps: { readonly [T in StepType]: HostStep<StepParams<T>> } = {
  scale,
  normalise,
  resize,
  grayscale,
  flip,
  rotate,
  shift,
  noise,
  lowerCase,
  tokenise,
  nextToken,
  teacherForcing,
  skipGrams,
  missing,
  standardise,
  oneHot,
  differences,
  windows,
};

/** With parameters of any kind: a plan has checked them. */
export const hostStepOf = (type: StepType): HostStep<unknown> => hostSteps[type] as HostStep<unknown>;
