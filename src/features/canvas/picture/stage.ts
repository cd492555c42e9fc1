import type { useStoreApi } from '@xyflow/react';
import type { Point } from '../../../document/edit';
import { useUi } from '../../../stores/ui';
import { useCanvas } from '../canvasStore';
import { forgetFits } from './cards';
import { onLongPress } from './fingers';
import { loadIcons } from './icons';
import { cardsInView, FAR_BELOW, paint, type Subject } from './paint';
import { type Palette, readPalette } from './palette';
import { cardAt, cardsWithin, meets, type Scene, threadBox, type View, windowOf } from './scene';

type Flow = ReturnType<typeof useStoreApi>;
export type Shown = Omit<Subject, 'live' | 'ring'>;

/** The view has come to rest when it stood still for this long, ms. */
const REST = 120;
/** Nodes and wires that come into the page in one frame. */
const AT_ONCE = 8;
/** More selected nodes than these are not kept in the page for being selected. */
const MOST_SELECTED = 12;

const same = (a: ReadonlySet<string>, b: ReadonlySet<string>): boolean =>
  a.size === b.size && [...a].every((item) => b.has(item));

/**
 * Paints the picture of a large drawing at every move of the view, and decides what of it is in the page as well: nearby, what is in
 * view once the view has come to rest; from far away, the node under the pointer and the few that are selected.
 */
export class Stage {
  private subject: Shown | undefined;
  private palette: Palette | undefined;
  private live: ReadonlySet<string> = new Set();
  /** Those of `live` that have been in the page for a frame: only they are left out of the picture. */
  private covered: ReadonlySet<string> = new Set();
  private hovered: string | undefined;
  private moving = false;
  private restTimer = 0;
  private frames = { paint: 0, fill: 0, cover: 0 };
  private paintedAt = -1;
  private readonly stop = new AbortController();
  private readonly undo: (() => void)[] = [];

  constructor(
    private readonly canvas: HTMLCanvasElement,
    private readonly frame: HTMLElement,
    private readonly flow: Flow,
  ) {
    this.undo.push(flow.subscribe((state, before) => this.onFlow(state, before)));
    const theme = new MutationObserver(() => this.repalette());
    theme.observe(document.documentElement, { attributeFilter: ['data-mantine-color-scheme'] });
    this.undo.push(() => theme.disconnect());
    const { signal } = this.stop;
    const pointed = (event: PointerEvent | DragEvent) => this.onPointer(event);
    frame.addEventListener('pointermove', pointed, { signal, capture: true });
    frame.addEventListener('pointerdown', pointed, { signal, capture: true });
    frame.addEventListener('dragover', pointed, { signal, capture: true });
    frame.addEventListener('click', (event) => this.onClick(event), { signal });
    frame.addEventListener('focusin', (event) => this.onFocus(event), { signal });
    frame.addEventListener('focusout', () => this.request(), { signal });
    onLongPress(frame, signal, (event) => this.openMenu(event));
    const painted = () => {
      if (!signal.aborted) this.request();
    };
    loadIcons(painted);
    void document.fonts.ready.then(() => {
      forgetFits();
      painted();
    });
  }

  /** Another drawing, selection, analysis or language. */
  show(subject: Shown): void {
    this.subject = subject;
    this.settle();
    this.request();
  }

  close(): void {
    this.stop.abort();
    for (const undo of this.undo) undo();
    clearTimeout(this.restTimer);
    for (const id of Object.values(this.frames)) cancelAnimationFrame(id);
    delete this.frame.dataset.moving;
    useCanvas.getState().set({ live: undefined, at: undefined });
  }

  private view(): View {
    const { transform, width, height } = this.flow.getState();
    const [x, y, zoom] = transform;
    return { x, y, zoom, width, height };
  }

  private onFlow(state: ReturnType<Flow['getState']>, before: ReturnType<Flow['getState']>): void {
    if (state.transform !== before.transform) this.move();
    else if (state.width !== before.width || state.height !== before.height) {
      this.settle();
      this.request();
    }
    const { userSelectionRect: box } = state;
    if (box && box !== before.userSelectionRect && state.userSelectionActive) this.selectWithin(box);
    else if (before.userSelectionActive && !state.userSelectionActive) {
      // React Flow saw only the nodes in the page.
      const some = useUi.getState().selection.nodes.length > 0;
      if (some && !state.nodesSelectionActive) this.flow.setState({ nodesSelectionActive: true });
    }
  }

  private selectWithin(box: { x: number; y: number; width: number; height: number }): void {
    if (!this.subject) return;
    const { x, y, zoom } = this.view();
    const area = {
      x: (box.x - x) / zoom,
      y: (box.y - y) / zoom,
      width: box.width / zoom,
      height: box.height / zoom,
    };
    const { selection, select } = useUi.getState();
    const ids = cardsWithin(this.subject.scene, area).map(({ id }) => id);
    if (!same(new Set(ids), new Set(selection.nodes))) select(ids, [], selection.annotations);
  }

  private move(): void {
    const { far, set } = useCanvas.getState();
    if (!this.moving) {
      this.moving = true;
      this.frame.dataset.moving = '';
      cancelAnimationFrame(this.frames.fill);
    }
    clearTimeout(this.restTimer);
    this.restTimer = window.setTimeout(() => this.rest(), REST);
    if (!far && this.view().zoom < FAR_BELOW) {
      set({ far: true });
      this.settle();
    }
    // The first move in a frame is painted with it: the page's own nodes have moved already.
    const now = document.timeline.currentTime;
    if (typeof now === 'number' && now !== this.paintedAt) {
      this.paintedAt = now;
      this.paint();
    } else this.request();
  }

  private rest(): void {
    this.moving = false;
    delete this.frame.dataset.moving;
    this.settle();
  }

  /** What belongs in the page now. */
  private wanted(scene: Scene): { readonly must: ReadonlySet<string>; readonly may: readonly string[] } {
    const { far, writing } = useCanvas.getState();
    const selected = scene.cards.filter((card) => card.selected);
    const focused = document.activeElement?.closest('.react-flow__node')?.getAttribute('data-id');
    const must = new Set<string>(selected.length > MOST_SELECTED ? [] : selected.map(({ id }) => id));
    for (const id of [this.hovered, writing, focused]) if (id) must.add(id);
    if (far) return { must, may: [] };
    const view = this.view();
    const seen = windowOf(view);
    const threads = scene.threads.filter((thread) => meets(threadBox(thread), seen));
    return { must, may: [...cardsInView(scene, view), ...threads].map(({ id }) => id) };
  }

  /** Brings into the page what belongs there, a few at a time, and takes out what does not. While the view moves nothing comes or goes. */
  private settle(): void {
    if (!this.subject) return;
    const { far, set } = useCanvas.getState();
    const nowFar = this.view().zoom < FAR_BELOW;
    if (this.moving && !far) return;
    if (!this.moving && far !== nowFar) set({ far: nowFar });
    const { must, may } = this.wanted(this.subject.scene);
    const next = new Set(must);
    let room = AT_ONCE;
    let missing = false;
    for (const id of may) {
      if (this.live.has(id)) next.add(id);
      else if (room > 0) {
        next.add(id);
        room--;
      } else missing = true;
    }
    this.setLive(next);
    cancelAnimationFrame(this.frames.fill);
    if (missing) this.frames.fill = requestAnimationFrame(() => this.settle());
  }

  private setLive(next: ReadonlySet<string>): void {
    const { live: known, set } = useCanvas.getState();
    if (known && same(next, this.live)) return;
    this.live = next;
    this.covered = new Set([...this.covered].filter((id) => next.has(id)));
    set({ live: next });
    this.request();
    cancelAnimationFrame(this.frames.cover);
    this.frames.cover = requestAnimationFrame(() => {
      this.frames.cover = requestAnimationFrame(() => {
        this.covered = this.live;
        this.request();
      });
    });
  }

  private pointAt({ clientX, clientY }: MouseEvent): Point {
    const { x, y, zoom } = this.view();
    const { left, top } = this.frame.getBoundingClientRect();
    return { x: (clientX - left - x) / zoom, y: (clientY - top - y) / zoom };
  }

  private onPointer(event: PointerEvent | DragEvent): void {
    if (!this.subject || this.moving || (event.type === 'pointermove' && event.buttons !== 0)) return;
    // A finger that drags where nothing is selected moves the view: it brings no node in its way.
    const finger = 'pointerType' in event && event.pointerType === 'touch';
    const id = finger ? undefined : cardAt(this.subject.scene, this.pointAt(event))?.id;
    if (id === this.hovered) return;
    this.hovered = id;
    this.settle();
  }

  /** A tap on the picture itself selects: no pointer moved there before it to bring the node into the page. */
  private onClick(event: MouseEvent): void {
    if (!(event.target instanceof Element) || !event.target.classList.contains('react-flow__pane')) return;
    const id = this.subject && cardAt(this.subject.scene, this.pointAt(event))?.id;
    // After React Flow has let go of what was selected.
    if (id) setTimeout(() => useUi.getState().select([id]));
  }

  /** The menu of the card at a place, or of the canvas. */
  private openMenu(event: MouseEvent): boolean {
    const { target } = event;
    if (!this.subject || !(target instanceof Element)) return false;
    if (!target.classList.contains('react-flow__pane') && !target.closest('.react-flow__node-layer')) return false;
    const at = this.pointAt(event);
    const card = cardAt(this.subject.scene, at);
    const { selection, select } = useUi.getState();
    if (card && !selection.nodes.includes(card.id)) select([card.id]);
    const screen = { x: event.clientX, y: event.clientY };
    useCanvas.getState().set({ menu: { screen, target: card ? { kind: 'nodes' } : { kind: 'canvas', at } } });
    return true;
  }

  private onFocus({ target }: FocusEvent): void {
    const id = target instanceof Element ? target.closest('.react-flow__node-layer')?.getAttribute('data-id') : null;
    if (id) useCanvas.getState().set({ at: id });
    this.request();
  }

  /** The node that shows the keyboard's ring. */
  private ring(): string | undefined {
    const active = document.activeElement;
    if (!active?.matches(':focus-visible') || !this.frame.contains(active)) return undefined;
    const isHere = active.matches('.react-flow__node-layer, [data-stop]');
    return isHere ? useCanvas.getState().at : undefined;
  }

  private repalette(): void {
    this.palette = undefined;
    this.request();
  }

  private request(): void {
    cancelAnimationFrame(this.frames.paint);
    this.frames.paint = requestAnimationFrame(() => this.paint());
  }

  private paint(): void {
    const ctx = this.canvas.getContext('2d');
    if (!ctx || !this.subject) return;
    const view = this.view();
    const ratio = Math.min(2, window.devicePixelRatio || 1);
    const [width, height] = [Math.round(view.width * ratio), Math.round(view.height * ratio)];
    if (this.canvas.width !== width) this.canvas.width = width;
    if (this.canvas.height !== height) this.canvas.height = height;
    this.palette ??= readPalette(this.frame);
    paint(ctx, { ...this.subject, live: this.covered, ring: this.ring() }, view, ratio, this.palette);
  }
}
