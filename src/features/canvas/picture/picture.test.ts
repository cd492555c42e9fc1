import { describe, expect, it } from 'vitest';
import type { DocumentAnalysis } from '../../../document/analysis';
import { addNode, connect } from '../../../document/edit';
import { emptyDocument } from '../../../document/edit.fixture';
import type { NetDocument } from '../../../document/schema';
import { drawings } from '../../common/layerDrawings';
import type { CanvasFlowNode, WireFlowEdge } from '../flowTypes';
import { NODE_WIDTH } from '../geometry';
import { shapesOf } from './icons';
import { FAR_BELOW, paint, type Subject } from './paint';
import { mix, type Palette, translucent } from './palette';
import { cardAt, cardsWithin, sceneOf, threadBox, windowOf } from './scene';

/** A Dense layer at the origin that feeds an Add 400 to the right and 200 below, twice. */
function drawing(): NetDocument {
  const one = addNode(emptyDocument(), 'dense', { x: 0, y: 0 }).document;
  const two = addNode(one, 'add', { x: 400, y: 200 }).document;
  const wired = connect(two, { node: 'dense_1', port: 'y' }, { node: 'add_1', port: 'a' });
  return connect(wired, { node: 'dense_1', port: 'y' }, { node: 'add_1', port: 'b' });
}

const flowNodes = ({ nodes }: NetDocument, selected: readonly string[] = []): CanvasFlowNode[] =>
  nodes.map((node) => ({
    id: node.id,
    type: 'layer',
    data: { node },
    position: node.position,
    selected: selected.includes(node.id),
  }));

const flowEdges = ({ edges }: NetDocument): WireFlowEdge[] =>
  edges.map(({ id, from, to }) => ({
    id,
    type: 'wire',
    source: from.node,
    sourceHandle: from.port,
    target: to.node,
    targetHandle: to.port,
    data: {},
  }));

const scene = (document: NetDocument, selected: readonly string[] = []) =>
  sceneOf(flowNodes(document, selected), flowEdges(document));

const colors = (name: string) => ({
  full: `${name}-full`,
  farFill: `${name}-fill`,
  farLine: `${name}-line`,
  moduleFill: '',
  stackFill: '',
});

const palette = {
  accent: 'accent',
  danger: 'danger',
  wire: 'wire',
  text: 'text',
  sans: 'sans',
  look: {
    radius: 8,
    line: 1,
    stripe: 3,
    stripeInset: 7,
    stack: 4,
    spacing: 0,
    farLine: 2,
    farAlarm: 4,
    farStripe: 8,
    farText: 27,
    farSpacing: 0,
  },
  groups: { core: colors('core'), merge: colors('merge') },
  frames: {},
} as unknown as Palette;

/** A context that only remembers what was filled with which colour, and what was written. */
function recorder() {
  const fills: { readonly color: string; readonly x: number; readonly y: number }[] = [];
  const strokes: string[] = [];
  const texts: string[] = [];
  const known: Record<string, unknown> = {
    measureText: (text: string) => ({ width: text.length }),
    fillText: (text: string) => texts.push(text),
  };
  let at = { x: 0, y: 0 };
  known.roundRect = (x: number, y: number) => {
    at = { x, y };
  };
  known.fill = () => fills.push({ color: String(known.fillStyle), ...at });
  known.fillRect = (x: number, y: number) => fills.push({ color: String(known.fillStyle), x, y });
  known.stroke = () => strokes.push(String(known.strokeStyle));
  const ctx = new Proxy(known, { get: (target, name) => target[String(name)] ?? (() => {}) });
  return { ctx: ctx as unknown as CanvasRenderingContext2D, fills, strokes, texts };
}

class FakePath {
  moveTo() {}
  bezierCurveTo() {}
  arc() {}
  roundRect() {}
}
Object.assign(globalThis, { Path2D: FakePath });

const analysis: DocumentAnalysis = {
  nodes: new Map(),
  diagnostics: [{ code: 'shape.dim', severity: 'error', message: '', nodeId: 'add_1', edgeId: 'none' }],
  parameters: 0,
  flops: 0,
  activationBytes: 0,
};

const subject = (document: NetDocument, change: Partial<Subject> = {}): Subject => ({
  scene: scene(document),
  analysis,
  locale: 'en',
  live: new Set(),
  thumbnail: () => undefined,
  ...change,
});

const view = (zoom: number) => ({ x: 0, y: 0, zoom, width: 800, height: 600 });

describe('the scene of a picture', () => {
  it('has every card where it is, and the highest is the one pointed at', () => {
    const document = drawing();
    const made = scene(document);
    expect(cardAt(made, { x: 10, y: 10 })?.id).toBe('dense_1');
    expect(cardAt(made, { x: 400 + NODE_WIDTH, y: 210 })?.id).toBe('add_1');
    expect(cardAt(made, { x: 401 + NODE_WIDTH, y: 210 })).toBeUndefined();
    const over = scene({ ...document, nodes: document.nodes.map((node) => ({ ...node, position: { x: 0, y: 0 } })) });
    expect(cardAt(over, { x: 10, y: 10 })?.id).toBe('add_1');
  });

  it('knows what lies in a box with all of it', () => {
    const made = scene(drawing());
    const within = (width: number) => cardsWithin(made, { x: -1, y: -1, width, height: 1000 }).map(({ id }) => id);
    expect(within(NODE_WIDTH)).toEqual([]);
    expect(within(NODE_WIDTH + 1)).toEqual(['dense_1']);
    expect(within(1000)).toEqual(['dense_1', 'add_1']);
  });

  it('leads wires from port to port, a row of the card apart', () => {
    const [first, second] = scene(drawing()).threads;
    expect(first?.a).toEqual(second?.a);
    expect([first?.row, second?.row]).toEqual([0, 1]);
    expect((second?.b.y ?? 0) - (first?.b.y ?? 0)).toBe(22);
    const box = threadBox(first ?? never());
    expect(box.x).toBeLessThan(NODE_WIDTH);
    expect(box.x + box.width).toBeGreaterThan(400);
  });

  it('sees the part of the canvas that the view shows', () => {
    expect(windowOf({ x: 100, y: -50, zoom: 0.5, width: 800, height: 600 })).toEqual({
      x: -200,
      y: 100,
      width: 1600,
      height: 1200,
    });
  });

  it('makes a card once for as long as nothing about its node changes', () => {
    const nodes = flowNodes(drawing());
    const [before, after] = [sceneOf(nodes, []), sceneOf([...nodes], [])];
    expect(after.cards[0]).toBe(before.cards[0]);
  });
});

describe('the picture', () => {
  it('paints cards in the colours of their groups, those in the page left out', () => {
    const all = recorder();
    paint(all.ctx, subject(drawing()), view(0.3), 1, palette);
    expect(all.fills.filter(({ color }) => color.endsWith('-fill')).map(({ color }) => color)).toEqual([
      'core-fill',
      'merge-fill',
    ]);
    expect(all.texts).toEqual(['Dense', 'Add']);
    const some = recorder();
    paint(some.ctx, subject(drawing(), { live: new Set(['dense_1']) }), view(0.3), 1, palette);
    expect(some.texts).toEqual(['Add']);
  });

  it('paints a ring around the card that has the keyboard, equally wide on the screen from anywhere', () => {
    const { ctx, strokes } = recorder();
    paint(ctx, subject(drawing(), { ring: 'dense_1' }), view(0.25), 1, palette);
    expect([strokes.at(-1), ctx.lineWidth]).toEqual(['accent', 8]);
    const none = recorder();
    paint(none.ctx, subject(drawing(), { ring: 'gone' }), view(0.25), 1, palette);
    expect(none.strokes.at(-1)).not.toBe('accent');
  });

  it('outlines what is wrong and what is selected', () => {
    const { ctx, strokes } = recorder();
    paint(ctx, subject(drawing(), { scene: scene(drawing(), ['dense_1']) }), view(0.3), 1, palette);
    expect(strokes.slice(-2)).toEqual(['accent', 'danger']);
  });

  it('leaves out what is not in view, and names too small to read', () => {
    const away = recorder();
    paint(away.ctx, subject(drawing()), { ...view(0.3), x: -60 }, 1, palette);
    expect(away.texts).toEqual(['Add']);
    const tiny = recorder();
    paint(tiny.ctx, subject(drawing()), view(0.1), 1, palette);
    expect(tiny.texts).toEqual([]);
    expect(tiny.fills.some(({ color }) => color === 'core-fill')).toBe(true);
  });

  it('says nearby what a card says: parameters, ports, shapes', () => {
    const known: DocumentAnalysis = {
      ...analysis,
      diagnostics: [],
      nodes: new Map([
        [
          'dense_1',
          {
            nodeId: 'dense_1',
            outputs: { y: { dtype: 'float32', shape: ['B', 64] } },
            inputs: {},
            parameters: 0,
            flops: 0,
            activationBytes: 0,
          },
        ],
      ]),
    };
    const { ctx, texts } = recorder();
    paint(ctx, subject(drawing(), { analysis: known }), view(FAR_BELOW), 1, palette);
    expect(texts).toContain('B 64');
    expect(texts.some((text) => text.startsWith('A'))).toBe(true);
  });
});

const never = (): never => {
  throw new Error('nothing there');
};

describe('icons', () => {
  it('are painted from the drawings of the page, every shape of them', () => {
    for (const drawing of Object.values(drawings)) {
      const elements = JSON.stringify(drawing).match(/"type":"(path|circle|rect)"/g) ?? [];
      expect(elements.length).toBeGreaterThan(0);
      expect(shapesOf(drawing)).toHaveLength(elements.length);
    }
    const [lines, ...dots] = shapesOf(drawings.dense);
    expect(lines).toMatchObject({ width: 0.9, fill: 0 });
    expect(dots).toHaveLength(5);
    for (const dot of dots) expect(dot).toMatchObject({ width: 0, fill: 1 });
  });
});

describe('colours', () => {
  it('are mixed as color-mix does', () => {
    expect(mix('#000000', 0.25, '#fff')).toBe('rgb(191 191 191)');
    expect(mix('#f00', 0.5, '#0000ff')).toBe('rgb(128 0 128)');
    expect(mix('none', 0.5, '#123456')).toBe('#123456');
    expect(translucent('#102030', 0.5)).toBe('rgb(16 32 48 / 0.5)');
  });
});
