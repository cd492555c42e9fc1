import { compileTrain } from '../../compiler/compile';
import type { Diagnostic } from '../../core/diagnostic';
import { ok, type Result } from '../../core/result';
import { batchesAnIteration } from '../../document/phases';
import type { NetDocument } from '../../document/schema';
import { bytesOf, peakMemory } from '../../ir/liveness';
import type { Graph, OpAttrs, OpDef, OpName } from '../../ir/op';
import { recomputePolicies } from '../../ir/passes/recompute';
import { opOf } from '../../ir/registry';
import type { StepCost } from '../protocol/plan';

/**
 * Memory and work of a training step under every policy of recomputation, by the lifetimes of the values in the compiled graph. A
 * runtime may need less (it computes some operators in place) or more (buffers inside kernels).
 */
export function memoryPlan(document: NetDocument): Result<readonly StepCost[], readonly Diagnostic[]> {
  const { training } = document;
  const batch = training.batchSize * batchesAnIteration(training);
  const costs: StepCost[] = [];
  for (const policy of recomputePolicies) {
    const compiled = compileTrain({ ...document, training: { ...training, recompute: policy } }, { batch });
    if (!compiled.ok) return compiled;
    const { graph } = compiled.value;
    const lastingBytes = lastingOf(graph);
    costs.push({
      policy,
      lastingBytes,
      activationBytes: peakMemory(graph).bytes - lastingBytes,
      flops: flopsOf(graph),
    });
  }
  return ok(costs);
}

/** Bytes of inputs and constants. */
function lastingOf({ nodes }: Graph): number {
  const lasting = nodes.filter(({ op }) => op === 'input' || op === 'constant');
  return lasting.flatMap(({ outputs }) => outputs).reduce((sum, value) => sum + bytesOf(value), 0);
}

function flopsOf({ nodes }: Graph): number {
  return nodes.reduce((sum, node) => {
    const def = opOf(node.op) as OpDef<OpName>;
    return sum + (def.flops?.({ ...node, attrs: node.attrs as OpAttrs[OpName] }) ?? 0);
  }, 0);
}
