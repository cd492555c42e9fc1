import type { TensorType } from '../../core/shape';
import type { DocumentAnalysis } from '../../document/analysis';
import type { DocNode } from '../../document/schema';
import { portsOf } from '../../layers/registry';
import { formatChip } from '../common/format';

const chip = (type: TensorType | undefined): string => (type ? formatChip(type.shape) : '');

/** Shape in each row of a card's ports: at its output, or at its input where it has no output; '' where it is unknown. */
export function portChips(analysis: DocumentAnalysis, node: DocNode): string[] {
  const found = analysis.nodes.get(node.id);
  const { inputs, outputs } = portsOf(node);
  return [
    ...outputs.map((port) => chip(found?.outputs[port.id])),
    ...inputs.slice(outputs.length).map((port) => chip(found?.inputs[port.id])),
  ];
}
