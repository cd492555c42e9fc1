import type { Lowered } from '../document/lower';
import type { TrainingProgram } from '../document/schema';
import type { Value } from '../ir/op';
import { Binder, firstOfEach } from './bind';
import { lossesOf, weightedSum } from './phasePlan';
import type { Program, ProgramOutput, RatioOf } from './program';
import type { Measured } from './trainable';

/** Sums over a batch of any size of the losses of every phase and of the metrics, and the answers. */
export function buildEvaluate(lowered: Lowered, phases: TrainingProgram['phases']): Program {
  const { losses, metrics, outputs } = lowered;
  const binder = new Binder(lowered, { phases });
  const { b, names } = binder;
  const measured = firstOfEach(metrics);
  const { at } = binder.copy([...[...losses, ...measured].flatMap(rootsOf), ...outputs.map(({ value }) => value)]);
  const sum = (value: Value, keepDims = false) => b.op('reduceSum', [at(value)], { axes: [0], keepDims });
  const named: Record<string, Value> = {};
  const roles: ProgramOutput[] = [];
  const emit = (output: ProgramOutput, value: Value) => {
    named[output.name] = value;
    roles.push(output);
  };
  const emitRatio = (of: RatioOf, name: string, { value, weight }: NonNullable<Measured['ratio']>) =>
    emit(
      { role: 'ratio', name: names.fresh(name), of },
      b.op('concat', [sum(value, true), sum(weight, true)], { axis: 0 }),
    );
  for (const [phase, item] of phases.entries()) {
    const weighted = lossesOf(lowered, item);
    const plain = weighted.filter(({ ratio }) => !ratio);
    const end = phase === 0 ? '' : `_${phase + 1}`;
    if (plain.length > 0)
      emit({ role: 'loss', name: names.fresh(`loss_sum${end}`), phase }, weightedSum(b, plain, sum));
    for (const { ratio, weight } of weighted) if (ratio) emitRatio({ phase, weight }, `loss_ratio${end}`, ratio);
  }
  for (const { metric, value, ratio } of measured)
    if (ratio) emitRatio({ metric }, `${metric}_ratio`, ratio);
    else emit({ role: 'metric', name: names.fresh(`${metric}_sum`), metric }, sum(value));
  for (const { name, nodeId, value } of outputs)
    if (!(name in named)) emit({ role: 'answer', name, nodeId }, at(value));
  return { kind: 'evaluate', graph: b.graph(named), inputs: binder.inputs, outputs: roles, layout: binder.layout };
}

function rootsOf({ value, ratio }: Measured): Value[] {
  return ratio ? [ratio.value, ratio.weight] : [value];
}
