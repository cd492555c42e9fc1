import type { LayerGroup } from '../../../layers/layer';

/** Colours and typefaces of the page as a 2D canvas takes them. */
export interface Palette {
  readonly canvas: string;
  readonly panel: string;
  readonly control: string;
  readonly line: string;
  readonly dot: string;
  readonly text: string;
  readonly quiet: string;
  readonly faint: string;
  readonly accent: string;
  readonly danger: string;
  readonly warning: string;
  readonly wire: string;
  /** Surface of a bypassed card. */
  readonly disabled: string;
  readonly look: Look;
  readonly sans: string;
  readonly mono: string;
  /** Of each group of layers: its own colour, and the ones that cards mix from it, as LayerNode.module.css does. */
  readonly groups: Readonly<Record<LayerGroup, GroupColors>>;
  /** Of frames, by the colours they are given. */
  readonly frames: Readonly<Record<string, { readonly border: string; readonly fill: string; readonly full: string }>>;
}

/** Sizes of a card as Canvas.module.css has them (`--card-...`), in canvas units; spacings in em. */
export interface Look {
  readonly radius: number;
  readonly line: number;
  readonly stripe: number;
  readonly stripeInset: number;
  readonly stack: number;
  readonly spacing: number;
  readonly farLine: number;
  readonly farAlarm: number;
  readonly farStripe: number;
  readonly farText: number;
  readonly farSpacing: number;
}

export interface GroupColors {
  readonly full: string;
  /** Surface and border of a card seen from far away. */
  readonly farFill: string;
  readonly farLine: string;
  readonly moduleFill: string;
  readonly stackFill: string;
}

const groups: readonly LayerGroup[] = [
  'data',
  'core',
  'convolution',
  'pooling',
  'normalization',
  'sequence',
  'regularization',
  'activation',
  'shape',
  'merge',
  'loss',
  'metric',
  'output',
];

/** What Annotations.module.css paints each colour of a frame with. */
const paints = {
  gray: '--group-shape',
  red: '--danger',
  orange: '--group-loss',
  yellow: '--group-regularization',
  green: '--group-activation',
  teal: '--group-data',
  blue: '--group-core',
  violet: '--group-convolution',
} as const;

const channels = (color: string): readonly number[] | undefined => {
  const digits = /^#([0-9a-f]{3}|[0-9a-f]{6})$/i.exec(color.trim())?.[1];
  const long = digits?.length === 3 ? digits.replace(/./g, '$&$&') : digits;
  return long ? [0, 2, 4].map((at) => Number.parseInt(long.slice(at, at + 2), 16)) : undefined;
};

/** `share` of one colour in another, both `#rgb` or `#rrggbb`, as `color-mix(in srgb)` mixes them; the second where either is no such colour. */
export function mix(color: string, share: number, into: string): string {
  const [a, b] = [channels(color), channels(into)];
  if (!a || !b) return into;
  const mixed = a.map((value, i) => Math.round(value * share + (b[i] ?? 0) * (1 - share)));
  return `rgb(${mixed.join(' ')})`;
}

/** The same colour let through in part; itself where it is neither `#rgb` nor `#rrggbb`. */
export function translucent(color: string, share: number): string {
  const values = channels(color);
  return values ? `rgb(${values.join(' ')} / ${share})` : color;
}

/** Colours and typefaces where an element is. */
export function readPalette(element: Element): Palette {
  const style = getComputedStyle(element);
  const read = (name: string) => style.getPropertyValue(name).trim();
  const size = (name: string) => Number.parseFloat(read(`--card-${name}`));
  const share = (name: string) => size(name) / 100;
  const [panel, line] = [read('--surface-panel'), read('--line-strong')];
  const groupColors = (group: LayerGroup): GroupColors => {
    const full = read(`--group-${group}`);
    return {
      full,
      farFill: mix(full, share('far-tint'), panel),
      farLine: mix(full, share('far-edge'), line),
      moduleFill: mix(full, share('module-tint'), panel),
      stackFill: mix(full, share('stack-tint'), panel),
    };
  };
  const frame = (name: string) => {
    const full = read(name);
    return { full, border: translucent(full, 0.45), fill: translucent(full, 0.07) };
  };
  return {
    canvas: read('--surface-canvas'),
    panel,
    control: read('--surface-control'),
    line,
    dot: read('--dot'),
    text: read('--text-1'),
    quiet: read('--text-2'),
    faint: read('--text-3'),
    accent: read('--accent'),
    danger: read('--danger'),
    warning: read('--warning'),
    wire: read('--wire'),
    disabled: mix(panel, share('disabled-panel'), read('--surface-canvas')),
    look: {
      radius: size('radius'),
      line: size('line'),
      stripe: size('stripe'),
      stripeInset: size('stripe-inset'),
      stack: size('stack'),
      spacing: size('spacing'),
      farLine: size('far-line'),
      farAlarm: size('far-alarm'),
      farStripe: size('far-stripe'),
      farText: size('far-text'),
      farSpacing: size('far-spacing'),
    },
    sans: read('--font-sans'),
    mono: read('--font-mono'),
    groups: Object.fromEntries(groups.map((group) => [group, groupColors(group)])) as Palette['groups'],
    frames: Object.fromEntries(Object.entries(paints).map(([color, name]) => [color, frame(name)])),
  };
}
