import type { Diagnostic } from '../core/diagnostic';
import { dtypeBytes } from '../core/dtype';
import { BATCH, type TensorType } from '../core/shape';
import { elementsForOne } from '../ir/flops';
import type { OpAttrs, OpDef, OpName, Value } from '../ir/op';
import { opOf } from '../ir/registry';
import type { DocumentAnalysis, NodeAnalysis } from './analysis';
import { classProblems } from './classProblems';
import { severalDataProblems } from './dataSources';
import { type Lowered, lowerDocument, recallDocument } from './lower';
import { instancesAround } from './lowering/paths';
import type { NetDocument } from './schema';

/**
 * Shapes at every port, parameters, operations and memory of every node, inside modules too, and everything that is wrong, before
 * any training. Linear in the number of nodes and wires, modules expanded; positions and names play no part.
 */
export function analyzeDocument(doc: NetDocument): DocumentAnalysis {
  return analysisOf(doc, lowerDocument(doc, { mode: 'predict', batch: BATCH }));
}

/** The same, with what is known of each node from documents before: the work of an edit is that of the nodes it changes. */
export function reanalyzeDocument(doc: NetDocument): DocumentAnalysis {
  return analysisOf(doc, recallDocument(doc));
}

function analysisOf(doc: NetDocument, lowered: Lowered): DocumentAnalysis {
  const trained = lowered.parameters.filter(({ buffer }) => !buffer);
  const sizes = parametersByNode(trained);
  const flops = flopsByNode(lowered);
  const bytes = bytesByNode(lowered);
  const nodes = new Map<string, NodeAnalysis>();
  for (const path of new Set([...doc.nodes.map(({ id }) => id), ...lowered.arrivals.keys(), ...lowered.ports.keys()]))
    nodes.set(path, {
      nodeId: path,
      outputs: typesOf(lowered.ports.get(path)),
      inputs: typesOf(lowered.arrivals.get(path)),
      parameters: sizes.get(path) ?? 0,
      flops: flops.get(path) ?? 0,
      activationBytes: bytes.get(path) ?? 0,
    });
  const total = (counts: ReadonlyMap<string, number>) =>
    doc.nodes.reduce((sum, { id }) => sum + (counts.get(id) ?? 0), 0);
  return {
    nodes,
    diagnostics: [
      ...lowered.diagnostics,
      ...severalDataProblems(doc),
      ...classProblems(doc, nodes),
      ...trainingGaps(lowered),
    ],
    parameters: trained.reduce((sum, { shape }) => sum + elementsForOne(shape), 0),
    flops: total(flops),
    activationBytes: total(bytes),
  };
}

/** Adds to a node and to every instance around it. */
function count(counts: Map<string, number>, path: string, amount: number): void {
  for (const place of [path, ...instancesAround(path)]) counts.set(place, (counts.get(place) ?? 0) + amount);
}

function parametersByNode(parameters: Lowered['parameters']): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { nodeIds, shape } of parameters)
    for (const place of new Set(nodeIds.flatMap((path) => [path, ...instancesAround(path)])))
      counts.set(place, (counts.get(place) ?? 0) + elementsForOne(shape));
  return counts;
}

/** Bytes that the outputs of each node take; one that only hands a value on takes none. */
function bytesByNode({ ports, handedOn }: Lowered): Map<string, number> {
  const counts = new Map<string, number>();
  for (const [path, outputs] of ports) {
    if (handedOn.has(path)) continue;
    const sizes = Object.values(outputs).map(({ type }) => elementsForOne(type.shape) * dtypeBytes[type.dtype]);
    count(
      counts,
      path,
      sizes.reduce((sum, size) => sum + size, 0),
    );
  }
  return counts;
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
  if (lowered.flops) {
    for (const [path, amount] of lowered.flops) count(flops, path, amount);
    return flops;
  }
  for (const node of lowered.b.graph({}).nodes) {
    if (!node.origin) continue;
    const def = opOf(node.op) as OpDef<OpName>;
    count(flops, node.origin, def.flops?.({ ...node, attrs: node.attrs as OpAttrs[OpName] }) ?? 0);
  }
  return flops;
}
