import { IconAlertTriangleFilled, IconArrowBarToRight } from '@tabler/icons-react';
import { Handle, type NodeProps, Position } from '@xyflow/react';
import { type CSSProperties, memo } from 'react';
import { useTranslation } from 'react-i18next';
import { useShallow } from 'zustand/react/shallow';
import type { DocNode } from '../../document/schema';
import type { LayerDef, PortSpec } from '../../layers/layer';
import { layers, portsOf } from '../../layers/registry';
import { editShown, useShownAnalysis } from '../../stores/drawing';
import { useUi } from '../../stores/ui';
import { useDiagnosticText } from '../common/diagnosticText';
import { LayerIcon } from '../common/LayerIcon';
import { nodeName, useLocalize } from '../common/localize';
import { AnnotationText } from './AnnotationText';
import { portKey, useCanvas } from './canvasStore';
import { portChips } from './chips';
import type { LayerFlowNode } from './flowTypes';
import { cardHeight, HEADER_HEIGHT, NODE_WIDTH, ROW_HEIGHT } from './geometry';
import styles from './LayerNode.module.css';
import { renamed } from './modules';
import { NodeThumbnail } from './NodeThumbnail';
import { ProblemNote } from './ProblemNote';
import { useNodeProblem } from './problems';

/** The key parameters of a node in a few characters. Parameters of another version of the layer have none. */
function briefOf(node: DocNode, layer: LayerDef | undefined): string {
  return layer && node.version === layer.version ? layer.brief(node.params as never) : '';
}

const groupStyle = (layer: LayerDef | undefined): CSSProperties =>
  ({ '--group': `var(--group-${layer?.group ?? 'shape'})`, width: NODE_WIDTH }) as CSSProperties;

/** A layer on the canvas; from far away, its name alone. */
export const LayerNode = memo(function LayerNode({ id, data, selected }: NodeProps<LayerFlowNode>) {
  const far = useCanvas((state) => state.far);
  return far ? (
    <FarCard id={id} node={data.node} selected={selected} />
  ) : (
    <Card id={id} node={data.node} selected={selected} />
  );
});

interface CardProps {
  readonly id: string;
  readonly node: DocNode;
  readonly selected: boolean;
}

/** What can be told apart where text is a few pixels high: group, name, trouble, the live picture. */
function FarCard({ id, node, selected }: CardProps) {
  const problem = useNodeProblem(id);
  const locale = useUi((state) => state.locale);
  const layer = layers.get(node.type);
  const name = nodeName(node, locale);
  return (
    <div
      className={styles.card}
      data-testid={`node-${id}`}
      data-far
      data-selected={selected}
      data-problem={problem?.severity}
      data-disabled={node.disabled}
      style={{ ...groupStyle(layer), height: cardHeight(node) }}
    >
      <span id={`label-${id}`} className={styles.farName}>
        {name}
      </span>
      <NodeThumbnail nodeId={id} width={NODE_WIDTH - 20} />
    </div>
  );
}

/** Group, name, key parameters, shapes, what is wrong, and what the layer computes while training. */
function Card({ id, node, selected }: CardProps) {
  const { t } = useTranslation('canvas');
  const layer = layers.get(node.type);
  const locale = useUi((state) => state.locale);
  const chips = useShownAnalysis(useShallow((analysis) => portChips(analysis, node)));
  const problem = useNodeProblem(id);
  const sentenceOf = useDiagnosticText();
  const taking = useCanvas((state) => state.dropNode === id);
  const { inputs, outputs } = portsOf(node);
  const single = inputs.length <= 1 && outputs.length <= 1;
  const brief = briefOf(node, layer);
  const name = nodeName(node, locale);
  const sentence = problem && sentenceOf(problem);
  const rows = Math.max(1, inputs.length, outputs.length);
  return (
    <div
      className={styles.card}
      data-testid={`node-${id}`}
      data-selected={selected}
      data-problem={problem?.severity}
      data-disabled={node.disabled}
      data-taking={taking}
      data-module={node.type === 'module' || undefined}
      style={groupStyle(layer)}
    >
      <span id={`label-${id}`} className="visuallyHidden">
        {t('nodeLabel', { name, brief, shape: chips.join(', ') || t('unknownShape') })} {node.disabled && t('bypassed')}{' '}
        {sentence}
      </span>
      <div className={styles.header} style={{ height: HEADER_HEIGHT }}>
        <LayerIcon type={node.type} />
        <NodeTitle id={id} node={node} name={name} />
        {!single && brief && <span className={styles.brief}>{brief}</span>}
        {node.disabled && <IconArrowBarToRight size={14} className={styles.bypass} aria-hidden />}
        {problem && <IconAlertTriangleFilled size={14} className={styles.alert} aria-hidden />}
      </div>
      {Array.from({ length: rows }, (_, row) => (
        <PortRow
          key={inputs[row]?.id ?? outputs[row]?.id ?? 'none'}
          row={row}
          node={id}
          input={inputs[row]}
          output={outputs[row]}
          text={single ? brief : undefined}
          chip={chips[row] ?? ''}
        />
      ))}
      <NodeThumbnail nodeId={id} width={NODE_WIDTH - 20} />
      {sentence && problem?.severity === 'error' && <ProblemNote node={id} problem={problem} sentence={sentence} />}
    </div>
  );
}

/** The name, or the box it is typed in. */
function NodeTitle({ id, node, name }: { readonly id: string; readonly node: DocNode; readonly name: string }) {
  const { t } = useTranslation('canvas');
  const writing = useCanvas((state) => state.writing === id);
  if (!writing) return <span className={styles.name}>{name}</span>;
  return (
    <AnnotationText
      value={node.name}
      label={t('rename')}
      placeholder={name}
      className={styles.rename}
      maxLength={120}
      onCommit={(text) => editShown((drawing) => renamed(drawing, node, text.trim()))}
    />
  );
}

interface PortRowProps {
  readonly row: number;
  readonly node: string;
  readonly input: PortSpec | undefined;
  readonly output: PortSpec | undefined;
  /** Shown instead of the ports' names. */
  readonly text: string | undefined;
  readonly chip: string;
}

function PortRow({ row, node, input, output, text, chip: shape }: PortRowProps) {
  const localize = useLocalize();
  const label = text ?? (input ? localize(input.label) : '');
  const top = HEADER_HEIGHT + row * ROW_HEIGHT + ROW_HEIGHT / 2;
  return (
    <div className={styles.row}>
      {input && <Port node={node} port={input} side="target" top={top} />}
      {label && <span className={text === undefined ? styles.port : styles.brief}>{label}</span>}
      {text === undefined && output && <span className={styles.outputPort}>{localize(output.label)}</span>}
      <span className={styles.chip} data-empty={shape === ''} data-testid={`shape-${node}-${output?.id ?? input?.id}`}>
        {shape || '–'}
      </span>
      {output && <Port node={node} port={output} side="source" top={top} />}
    </div>
  );
}

interface PortProps {
  readonly node: string;
  readonly port: PortSpec;
  readonly side: 'source' | 'target';
  readonly top: number;
}

function Port({ node, port, side, top }: PortProps) {
  const localize = useLocalize();
  const key = portKey({ node, port: port.id });
  const fit = useCanvas(({ takers }) => (takers === undefined ? undefined : takers.has(key) ? 'yes' : 'no'));
  return (
    <Handle
      id={port.id}
      type={side}
      position={side === 'source' ? Position.Right : Position.Left}
      className={styles.handle}
      data-testid={`port-${node}-${port.id}`}
      data-fit={fit}
      title={localize(port.label)}
      style={{ top }}
    />
  );
}
