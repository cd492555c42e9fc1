import { IconAlertTriangleFilled } from '@tabler/icons-react';
import { BaseEdge, EdgeLabelRenderer, type EdgeProps } from '@xyflow/react';
import { memo, useState } from 'react';
import { nodeOf } from '../../document/edit';
import type { DocNode } from '../../document/schema';
import { portsOf } from '../../layers/registry';
import { useShown, useShownAnalysis } from '../../stores/drawing';
import { useDiagnosticText } from '../common/diagnosticText';
import { formatChip } from '../common/format';
import { useCanvas } from './canvasStore';
import type { WireFlowEdge } from './flowTypes';
import { useWireProblem } from './problems';
import styles from './Wire.module.css';
import { wirePath } from './wirePath';

/** Which row of its card an input port is in. */
function inputRow(node: DocNode | undefined, port: string | null | undefined): number {
  const inputs = node ? portsOf(node).inputs : [];
  return Math.max(
    0,
    inputs.findIndex((spec) => spec.id === port),
  );
}

/** A wire: quiet until hovered, then its shape; red with its sentence when what comes through does not fit. */
export const Wire = memo(function Wire(props: EdgeProps<WireFlowEdge>) {
  const { id, source, sourceHandleId, target, targetHandleId, selected } = props;
  const [hovered, setHovered] = useState(false);
  const problem = useWireProblem(id);
  const sentenceOf = useDiagnosticText();
  const taking = useCanvas((state) => state.dropWire === id);
  const shape = useShownAnalysis((analysis) => {
    const type = analysis.nodes.get(source)?.outputs[sourceHandleId ?? ''];
    return type ? formatChip(type.shape) : '';
  });
  const row = useShown((drawing) => inputRow(nodeOf(drawing, target), targetHandleId));
  // A wire that is not used for what it leads through: an end of it is bypassed.
  const idle = useShown((drawing) => !!nodeOf(drawing, source)?.disabled || !!nodeOf(drawing, target)?.disabled);
  const [path, x, y] = wirePath(props, row);
  const open = hovered || selected;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: hovering only shows what the label of the wire says anyway
    <g
      data-testid={`wire-${id}`}
      className={styles.wire}
      data-problem={problem ? 'yes' : undefined}
      data-selected={selected}
      data-taking={taking}
      data-idle={idle}
      onMouseEnter={() => setHovered(true)}
      onMouseLeave={() => setHovered(false)}
    >
      <BaseEdge id={id} path={path} interactionWidth={18} className={styles.path} />
      {open && (
        <EdgeLabelRenderer>
          <div
            className={styles.label}
            data-problem={problem ? 'yes' : undefined}
            style={{ transform: `translate(-50%, calc(-100% - 5px)) translate(${x}px, ${y}px)` }}
          >
            {problem && <IconAlertTriangleFilled size={12} aria-hidden />}
            {problem ? <span className={styles.sentence}>{sentenceOf(problem)}</span> : shape || '–'}
          </div>
        </EdgeLabelRenderer>
      )}
    </g>
  );
});
