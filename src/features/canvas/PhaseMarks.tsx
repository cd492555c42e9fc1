import { IconFlame, IconSnowflake } from '@tabler/icons-react';
import { Panel, useNodes, ViewportPortal } from '@xyflow/react';
import { type CSSProperties, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { setPhaseUpdates } from '../../document/edit/phases';
import { type Coverage, coverage, slotsAt, type TrainedSlot, updatesWith } from '../../document/phaseParts';
import { updates } from '../../document/phases';
import type { DocNode } from '../../document/schema';
import { useDocument } from '../../stores/document';
import { useDrawing } from '../../stores/drawing';
import { useChosenPhase, usePhaseView } from '../../stores/phaseView';
import { programPartsOf, useProgramParts } from '../../stores/program';
import { useUi } from '../../stores/ui';
import { nodeName } from '../common/localize';
import type { CanvasFlowNode } from './flowTypes';
import { cardHeight, NODE_WIDTH } from './geometry';
import styles from './PhaseMarks.module.css';

/** What the phase in the training form updates and what stays as it is; without the form, what no phase updates. */
export default function PhaseMarks() {
  const { shown, picking } = usePhaseView();
  const index = useChosenPhase();
  const path = useDrawing((state) => state.path);
  const { slots } = useProgramParts();
  const nodes = useNodes<CanvasFlowNode>();
  const free = useDocument(({ document }) => document.training.phases[index]?.updates === undefined);
  useEffect(() => {
    if (free) usePhaseView.setState({ picking: false });
  }, [free]);
  const prefix = path.map((id) => `${id}/`).join('');
  return (
    <>
      <ViewportPortal>
        {nodes.flatMap((flow) => {
          if (flow.type !== 'layer') return [];
          const own = slotsAt(slots, `${prefix}${flow.id}`);
          if (own.length === 0) return [];
          const place = {
            transform: `translate(${flow.position.x}px, ${flow.position.y}px)`,
            width: NODE_WIDTH,
            height: flow.measured?.height ?? cardHeight(flow.data.node),
          };
          return [
            shown ? (
              <Mark key={flow.id} node={flow.data.node} slots={own} place={place} index={index} picking={picking} />
            ) : (
              <AlwaysFrozen key={flow.id} node={flow.data.node} slots={own} place={place} />
            ),
          ];
        })}
      </ViewportPortal>
      {shown && picking && <PickHint index={index} />}
    </>
  );
}

interface MarkProps {
  readonly node: DocNode;
  readonly slots: readonly TrainedSlot[];
  readonly place: CSSProperties;
}

interface PhaseMarkProps extends MarkProps {
  readonly index: number;
  readonly picking: boolean;
}

/** Whether the phase updates a node; while picking, a button that changes it. */
function Mark({ node, slots, place, index, picking }: PhaseMarkProps) {
  const { t } = useTranslation('program');
  const locale = useUi((state) => state.locale);
  const phase = useDocument((state) => state.document.training.phases[index]);
  if (!phase) return null;
  const state = coverage(phase, slots);
  const phaseName = phase.name || t('phaseNumber', { number: index + 1 });
  const title = t(`marks.${{ all: 'trains', some: 'some', none: 'frozen' }[state]}`, { phase: phaseName });
  const style = { ...place, '--phase': `var(--phase-${(index % 8) + 1})` } as CSSProperties;
  const badge = <Badge state={state} title={title} />;
  if (!picking)
    return (
      <div className={styles.mark} style={style} data-state={state} data-testid={`mark-${node.id}`}>
        {badge}
      </div>
    );
  const name = nodeName(node, locale);
  return (
    <button
      type="button"
      className={`nodrag nopan ${styles.mark}`}
      style={style}
      data-state={state}
      data-picking
      data-testid={`mark-${node.id}`}
      aria-pressed={state === 'all'}
      aria-label={t(state === 'all' ? 'marks.freeze' : 'marks.train', { name, phase: phaseName })}
      onClick={() => toggle(index, slots, state !== 'all')}
    >
      {badge}
    </button>
  );
}

function toggle(index: number, slots: readonly TrainedSlot[], on: boolean): void {
  useDocument.getState().edit((document) => {
    const phase = document.training.phases[index];
    const { parts } = programPartsOf(document);
    return phase ? setPhaseUpdates(document, index, updatesWith(parts, phase, slots, on)) : document;
  });
}

function Badge({ state, title }: { readonly state: Coverage; readonly title: string }) {
  const Icon = state === 'none' ? IconSnowflake : IconFlame;
  return (
    <span className={styles.badge} title={title}>
      <Icon size={13} stroke={1.9} aria-hidden />
      <span className="visuallyHidden">{title}</span>
    </span>
  );
}

/** A snowflake on what no phase ever updates. */
function AlwaysFrozen({ node, slots, place }: MarkProps) {
  const { t } = useTranslation('program');
  const phases = useDocument((state) => state.document.training.phases);
  if (slots.some((slot) => phases.some((phase) => updates(phase, slot)))) return null;
  return (
    <div className={styles.mark} style={place} data-testid={`mark-${node.id}`} data-state="always">
      <Badge state="none" title={t('marks.always')} />
    </div>
  );
}

/** What clicks do now, and the way out. */
function PickHint({ index }: { readonly index: number }) {
  const { t } = useTranslation('program');
  const name = useDocument((state) => state.document.training.phases[index]?.name);
  const done = () => usePhaseView.setState({ picking: false });
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return;
      event.stopPropagation();
      usePhaseView.setState({ picking: false });
    };
    window.addEventListener('keydown', onKeyDown, { capture: true });
    return () => window.removeEventListener('keydown', onKeyDown, { capture: true });
  }, []);
  return (
    <Panel position="bottom-center" className={styles.hint ?? ''} role="status">
      {t('marks.pick', { phase: name || t('phaseNumber', { number: index + 1 }) })}
      <button type="button" onClick={done} data-testid="pick-done">
        {t('marks.done')}
      </button>
    </Panel>
  );
}
