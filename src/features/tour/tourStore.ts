import { create } from 'zustand';
import { mnistCnn } from '../../document/templates/mnistCnn';
import { useDocument } from '../../stores/document';
import { useLocks } from '../../stores/lessonLocks';
import { openTemplate } from '../../stores/projects';
import { useUi } from '../../stores/ui';

/** The five steps, in order. */
export const tourSteps = ['add', 'wire', 'train', 'watch', 'export'] as const;
export type TourStep = (typeof tourSteps)[number];

interface TourState {
  /** `offer` asks first; undefined while there is no tour. */
  readonly step: TourStep | 'offer' | undefined;
  /** Nodes there were when the tour began: what comes after is the user's. */
  readonly known: ReadonlySet<string>;
}

export const useTour = create<TourState>()(() => ({ step: undefined, known: new Set() }));

/** The page is looked at for a moment first, ms. */
const OFFER_AFTER = 1200;

/** Offers the tour to who is here for the first time, unless a link brought a lesson or a project. */
export function offerTour(): void {
  if (useUi.getState().tourOffered || useLocks.getState().locked.size > 0 || location.hash !== '') return;
  setTimeout(() => {
    if (useTour.getState().step === undefined && !useUi.getState().tourOffered) useTour.setState({ step: 'offer' });
  }, OFFER_AFTER);
}

/** Begins the tour: on the open project where it has two dense layers in a row, else on a fresh one from the first template. */
export function startTour(): void {
  useUi.getState().offeredTour();
  if (!tourWire()) openTemplate(mnistCnn, useUi.getState().locale);
  const known = new Set(useDocument.getState().document.nodes.map((node) => node.id));
  useTour.setState({ step: 'add', known });
}

/** Ends the tour, which never comes again by itself. */
export function endTour(): void {
  useUi.getState().offeredTour();
  useTour.setState({ step: undefined });
}

/** On to the step after this one, if the tour is still there; after the last it ends. */
export function nextStep(from: TourStep): void {
  if (useTour.getState().step !== from) return;
  const next = tourSteps[tourSteps.indexOf(from) + 1];
  if (next) useTour.setState({ step: next });
  else endTour();
}

/** The wire from one dense layer to the next that the tour's layer goes into; undefined where there is none. */
export function tourWire(): string | undefined {
  const { nodes, edges } = useDocument.getState().document;
  const dense = new Set(nodes.filter((node) => node.type === 'dense').map((node) => node.id));
  return edges.find(({ from, to }) => dense.has(from.node) && dense.has(to.node))?.id;
}
