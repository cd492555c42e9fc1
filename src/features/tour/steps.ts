import { addNode, insertOnWire, nodeOf } from '../../document/edit';
import type { DocNode, NetDocument } from '../../document/schema';
import { useDocument } from '../../stores/document';
import { useExport } from '../../stores/export';
import { useRun } from '../../stores/run';
import { useUi } from '../../stores/ui';
import { freePlace, ROW_GAP } from '../canvas/geometry';
import { type TourStep, tourWire, useTour } from './tourStore';

/** The layer that the tour adds. */
const LAYER = 'dropout';

export interface StepPlan {
  /** What is pointed at. */
  target(): Element | null;
  /** Makes the target visible. */
  prepare(): void;
  /** What the step asks for, where it asks for something; else only `Next` ends it. */
  readonly task?: {
    /** Does it for the user. */
    act(): void;
    /** Whether it is done, by whoever did it. */
    done(): boolean;
  };
}

const find = (selector: string) => document.querySelector(selector);

/** The layer the user (or the tour) added; the newest where there are several. */
function added(): DocNode | undefined {
  const { known } = useTour.getState();
  return useDocument.getState().document.nodes.findLast((node) => node.type === LAYER && !known.has(node.id));
}

function isWired(document: NetDocument, id: string | undefined): boolean {
  return document.edges.some(({ from }) => from.node === id) && document.edges.some(({ to }) => to.node === id);
}

function addLayer(): void {
  const { document, edit } = useDocument.getState();
  const wire = document.edges.find((edge) => edge.id === tourWire());
  const from = wire && nodeOf(document, wire.from.node);
  const below = from ? { x: from.position.x + 104, y: from.position.y + ROW_GAP } : { x: 0, y: 0 };
  edit((before) => addNode(before, LAYER, freePlace(before.nodes, below)).document);
  const node = added();
  if (node) useUi.getState().revealNode(node.id);
}

function wireLayer(): void {
  const node = added();
  const wire = tourWire();
  if (node && wire) useDocument.getState().edit((document) => insertOnWire(document, wire, node.id));
}

/** How each step points, acts and knows that it is done. */
export const plans: Record<TourStep, StepPlan> = {
  add: {
    target: () => find(`[data-testid="palette-${LAYER}"]`),
    prepare: () => {
      useUi.getState().openLeft('layers');
      requestAnimationFrame(() => find(`[data-testid="palette-${LAYER}"]`)?.scrollIntoView({ block: 'center' }));
    },
    task: { act: addLayer, done: () => added() !== undefined },
  },
  wire: {
    target: () => find(`[data-testid="node-${added()?.id}"]`),
    prepare: () => {
      const node = added();
      if (node) useUi.getState().revealNode(node.id);
    },
    task: { act: wireLayer, done: () => isWired(useDocument.getState().document, added()?.id) },
  },
  train: {
    target: () => find('[data-testid="run-main"]'),
    prepare: () => useUi.getState().requestFocus([]),
    task: { act: () => void useRun.getState().train(), done: () => useRun.getState().status === 'running' },
  },
  watch: {
    target: () => find('[data-testid="training-dock"]'),
    prepare: () => useUi.getState().openDock('training'),
  },
  export: {
    target: () => find('[data-testid="export"]'),
    prepare: () => {},
    task: { act: () => useExport.getState().open(), done: () => useExport.getState().opened },
  },
};
