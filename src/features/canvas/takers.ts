import type { DocumentAnalysis } from '../../document/analysis';
import { connectRefusal, type Endpoint } from '../../document/edit';
import { takes } from '../../document/fits';
import type { DocNode, NetDocument } from '../../document/schema';
import { portsOf } from '../../layers/registry';
import { portKey } from './canvasStore';

const inputTypes = (analysis: DocumentAnalysis, node: DocNode) => analysis.nodes.get(node.id)?.inputs ?? {};

/** Every port that can take a wire from (or, dragged backwards, give one to) `end`: neither a cycle nor a shape that does not fit. */
export function takersOf(
  document: NetDocument,
  analysis: DocumentAnalysis,
  end: Endpoint,
  side: 'source' | 'target',
): Set<string> {
  const found = new Set<string>([portKey(end)]);
  for (const node of document.nodes) {
    const ports = portsOf(node);
    for (const { id } of side === 'source' ? ports.inputs : ports.outputs) {
      const other = { node: node.id, port: id };
      const [from, to] = side === 'source' ? [end, other] : [other, end];
      if (fits(document, analysis, from, to)) found.add(portKey(other));
    }
  }
  return found;
}

function fits(document: NetDocument, analysis: DocumentAnalysis, from: Endpoint, to: Endpoint): boolean {
  const refusal = connectRefusal(document, from, to);
  if (refusal) return refusal === 'duplicate';
  const type = analysis.nodes.get(from.node)?.outputs[from.port];
  const target = document.nodes.find((node) => node.id === to.node);
  return !type || !target || takes(target, to.port, type, inputTypes(analysis, target));
}
