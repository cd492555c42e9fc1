import type { Diagnostic } from '../core/diagnostic';
import { dtypeBytes } from '../core/dtype';
import { BATCH, type TensorType } from '../core/shape';
import { elementsForOne } from '../ir/flops';
import type { OpAttrs, OpDef, OpName, Value } from '../ir/op';
import { opOf } from '../ir/registry';
import type { DocumentAnalysis, NodeAnalysis } from './analysis';
import { type Lowered, lowerDocument } from './lower';
import type { NetDocument } from './schema';

/**
 * Shapes at every port, parameters, operations and memory of every node, and everything that is wrong, before any training.
 * Linear in the number of nodes and wires; positions and names play no part.
 */
export function analyzeDocument(doc: NetDocument): DocumentAnalysis {
  const lowered = lowerDocument(doc, { mode: 'predict', batch: BATCH });
  const flops = flopsByNode(lowered);
  const parameters = new Map<string, number>();
  for (const { nodeId, shape, buffer } of lowered.parameters)
    if (!buffer) parameters.set(nodeId, (parameters.get(nodeId) ?? 0) + elementsForOne(shape));
  const nodes = new Map<string, NodeAnalysis>();
  for (const { id, disabled } of doc.nodes) {
    const outputs = typesOf(lowered.ports.get(id));
    nodes.set(id, {
      nodeId: id,
      outputs,
      inputs: typesOf(lowered.arrivals.get(id)),
      parameters: parameters.get(id) ?? 0,
      flops: flops.get(id) ?? 0,
      activationBytes: Object.values(disabled ? {} : outputs).reduce(
        (sum, type) => sum + elementsForOne(type.shape) * dtypeBytes[type.dtype],
        0,
      ),
    });
  }
  const total = (pick: (node: NodeAnalysis) => number) =>
    [...nodes.values()].reduce((sum, node) => sum + pick(node), 0);
  return {
    nodes,
    diagnostics: [...lowered.diagnostics, ...trainingGaps(lowered)],
    parameters: total((node) => node.parameters),
    flops: total((node) => node.flops),
    activationBytes: total((node) => node.activationBytes),
  };
}

/** What a document still lacks before it can be trained; warnings while drawing, errors when asked to train. */
export function trainingGaps(lowered: Lowered, severity: Diagnostic['severity'] = 'warning'): Diagnostic[] {
  const gap = (code: string, message: string): Diagnostic => ({ code, severity, message });
  if (lowered.diagnostics.some((item) => item.severity === 'error')) return [];
  if (lowered.data.length === 0) return [gap('training.noData', 'add a data set to train on')];
  if (lowered.losses.length === 0)
    return [gap('training.noLoss', 'add a loss, such as Cross-entropy, and wire the last layer and the target to it')];
  if (lowered.parameters.every(({ buffer }) => buffer))
    return [gap('training.noParameters', 'no layer has anything to train: add a Dense or a Conv2D layer')];
  return [];
}

function typesOf(values: Readonly<Record<string, Value>> | undefined): Record<string, TensorType> {
  return Object.fromEntries(Object.entries(values ?? {}).map(([port, value]) => [port, value.type]));
}

function flopsByNode(lowered: Lowered): Map<string, number> {
  const flops = new Map<string, number>();
  for (const node of lowered.b.graph({}).nodes) {
    if (!node.origin) continue;
    const def = opOf(node.op) as OpDef<OpName>;
    const count = def.flops?.({ ...node, attrs: node.attrs as OpAttrs[OpName] }) ?? 0;
    flops.set(node.origin, (flops.get(node.origin) ?? 0) + count);
  }
  return flops;
}
