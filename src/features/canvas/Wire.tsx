import { IconAlertTriangleFilled } from '@tabler/icons-react';
import { BaseEdge, EdgeLabelRenderer, type EdgeProps } from '@xyflow/react';
import { memo, useState } from 'react';
import { useAnalysis } from '../../stores/analysis';
import { useDiagnosticText } from '../common/diagnosticText';
import { formatChip } from '../common/format';
import { useCanvas } from './canvasStore';
import { useWireProblem } from './problems';
import type { WireFlowEdge } from './useFlow';
import styles from './Wire.module.css';
import { wirePath } from './wirePath';

/** A wire: quiet until hovered, then its shape; red with its sentence when what comes through does not fit. */
export const Wire = memo(function Wire(props: EdgeProps<WireFlowEdge>) {
  const { id, source, sourceHandleId, selected } = props;
  const [hovered, setHovered] = useState(false);
  const problem = useWireProblem(id);
  const sentenceOf = useDiagnosticText();
  const taking = useCanvas((state) => state.dropWire === id);
  const shape = useAnalysis((analysis) => {
    const type = analysis.nodes.get(source)?.outputs[sourceHandleId ?? ''];
    return type ? formatChip(type.shape) : '';
  });
  const [path, x, y] = wirePath(props);
  const open = hovered || selected;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: hovering only shows what the label of the wire says anyway
    <g
      data-testid={`wire-${id}`}
      className={styles.wire}
      data-problem={problem ? 'yes' : undefined}
      data-selected={selected}
      data-taking={taking}
      onMouseEnter={() => setHovered(true)}
      onMouseLeave={() => setHovered(false)}
    >
      <BaseEdge id={id} path={path} interactionWidth={18} className={styles.path} />
      {(problem || open) && (
        <EdgeLabelRenderer>
          <div
            className={styles.label}
            data-problem={problem ? 'yes' : undefined}
            style={{ transform: `translate(-50%, -50%) translate(${x}px, ${y}px)` }}
          >
            {problem && <IconAlertTriangleFilled size={12} aria-hidden />}
            {problem && open ? <WireSentence text={sentenceOf(problem)} /> : open && <span>{shape}</span>}
          </div>
        </EdgeLabelRenderer>
      )}
    </g>
  );
});

function WireSentence({ text }: { readonly text: string }) {
  return <span className={styles.sentence}>{text}</span>;
}
