import 'uplot/dist/uPlot.min.css';
import uPlot from 'uplot';
import { type ChartData, logTicks, roundedEnd, valueRange } from './chartData';
import { formatTick } from './format';

export type ValueKind = 'share' | 'linear' | 'log';

/** CSS colours of a line: of what occurred, of its average, of validation; `--name` is a variable of the host. */
export interface LineColors {
  readonly raw: string;
  readonly smooth: string;
  readonly validation: string;
}

export interface PlotOptions {
  readonly kind: ValueKind;
  /** One entry a line. */
  readonly colors: readonly LineColors[];
  /** What stands under the pointer: an index into the data, or undefined when it left. */
  onHover(hover: Hover | undefined): void;
}

/** Values of one line at a step. */
export interface HoverLine {
  readonly raw: number | undefined;
  readonly smooth: number | undefined;
  readonly validation: number | undefined;
  /** Where that validation value was measured. */
  readonly validationStep: number | undefined;
}

export interface Hover {
  readonly step: number;
  readonly lines: readonly HoverLine[];
  /** CSS pixels from the left of the chart, and the chart's width. */
  readonly left: number;
  readonly width: number;
}

export interface Plot {
  /** Draws the data; keeps the part of the step axis the user has zoomed to. */
  draw(data: ChartData): void;
  resize(width: number, height: number): void;
  /** Reads the colours again. */
  recolor(): void;
  destroy(): void;
}

const AXIS_FONT = '11px "Inter Figures", "Inter Variable", system-ui, sans-serif';
const VALUE_AXIS_WIDTH = 42;
const STEP_AXIS_HEIGHT = 22;
/** Whole steps only. */
const INCREMENTS = [1, 2, 5].flatMap((f) => Array.from({ length: 9 }, (_, i) => f * 10 ** i)).sort((a, b) => a - b);

/** A streaming chart of one value over steps in `host`. Colours are the CSS variables of `host` at drawing time. */
export function createPlot(host: HTMLElement, size: { width: number; height: number }, options: PlotOptions): Plot {
  const { kind, colors } = options;
  const noData = [[], ...colors.flatMap(() => [[], [], []])] as unknown as uPlot.AlignedData;
  let zoomed = false;
  const known = new Map<string, string>();
  const color: Color = (name) => () => {
    const value = known.get(name) ?? resolved(host, name);
    known.set(name, value);
    return value;
  };
  const plot = new uPlot(
    {
      ...size,
      padding: [8, 22, 0, 0],
      legend: { show: false },
      cursor: cursorOptions(),
      scales: {
        x: { time: false, range: (_, min, max) => (zoomed ? [min, max] : [0, roundedEnd(max ?? 0)]) },
        y: {
          range: (_, min, max) => valueRange(min ?? Infinity, max ?? -Infinity, kind),
          distr: kind === 'log' ? 3 : 1,
        },
      },
      axes: [stepAxis(color), valueAxis(color, kind)],
      series: seriesOptions(color, colors),
      hooks: {
        setCursor: [(u) => options.onHover(hoverOf(u))],
        setSelect: [
          (u) => {
            zoomed = u.select.width > 0;
          },
        ],
      },
    },
    noData,
    host,
  );
  let shown: uPlot.AlignedData = noData;
  const unzoom = () => {
    zoomed = false;
    plot.setData(shown, true);
  };
  plot.over.addEventListener('dblclick', unzoom);
  return {
    draw: (data) => {
      const columns = data.lines.flatMap(({ raw, smooth, validation }) => [raw, smooth, validation]);
      shown = [data.steps, ...columns] as uPlot.AlignedData;
      // Zoomed: the steps in view stay, the values follow.
      plot.batch(() => {
        const { min, max } = plot.scales.x ?? {};
        plot.setData(shown, true);
        if (zoomed && min !== undefined && max !== undefined) plot.setScale('x', { min, max });
      });
    },
    resize: (width, height) => plot.setSize({ width, height }),
    recolor: () => {
      known.clear();
      plot.redraw(false, true);
    },
    destroy: () => plot.destroy(),
  };
}

function cursorOptions(): uPlot.Cursor {
  return {
    y: false,
    drag: { x: true, y: false, setScale: true, dist: 6 },
    sync: { key: 'netloom-run' },
    hover: { skip: [undefined, null] },
    points: { size: 7, width: 1.5 },
  };
}

type Color = (name: string) => () => string;

function stepAxis(color: Color): uPlot.Axis {
  return {
    stroke: color('--text-3'),
    font: AXIS_FONT,
    size: STEP_AXIS_HEIGHT,
    gap: 4,
    space: 56,
    incrs: INCREMENTS,
    grid: { show: false },
    ticks: { show: false },
    border: { show: true, stroke: color('--line-strong'), width: 1 },
    values: (_, splits) => splits.map((split) => formatStep(split)),
  };
}

/** `800`, `1.2k`: a whole number of steps. */
function formatStep(step: number): string {
  return step >= 10_000 ? `${Number((step / 1000).toPrecision(4))}k` : String(step);
}

function valueAxis(color: Color, kind: ValueKind): uPlot.Axis {
  return {
    stroke: color('--text-3'),
    font: AXIS_FONT,
    size: VALUE_AXIS_WIDTH,
    gap: 6,
    space: 28,
    grid: { stroke: color('--line'), width: 1 },
    ticks: { show: false },
    // uPlot would leave out some of a log axis' labels: these are chosen already.
    filter: (_, splits) => splits,
    values: (_, splits) =>
      splits.map((split) => (kind === 'share' ? `${Math.round(split * 1000) / 10}%` : formatTick(split))),
    splits: (u, _axis, low, high, increment) =>
      kind === 'log' ? logTicks(low, high, Math.max(3, Math.floor(u.height / 28))) : linearTicks(low, high, increment),
  };
}

function linearTicks(low: number, high: number, increment: number): number[] {
  const first = Math.ceil(low / increment - 1e-9);
  const last = Math.floor(high / increment + 1e-9);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) =>
    Number(((first + i) * increment).toPrecision(12)),
  );
}

/** A colour as the canvas takes it: `--name` is a variable, `--name/24` the same with 24 % of its strength. */
function resolved(host: HTMLElement, name: string): string {
  const [variable = '', share] = name.split('/');
  const value = getComputedStyle(host).getPropertyValue(variable).trim();
  return share === undefined ? value : `color-mix(in srgb, ${value} ${share}%, transparent)`;
}

function seriesOptions(color: Color, colors: readonly LineColors[]): uPlot.Series[] {
  const of = ({ raw, smooth, validation }: LineColors): uPlot.Series[] => [
    { stroke: color(raw), width: 1, spanGaps: true, points: { show: false } },
    { stroke: color(smooth), width: 1.75, spanGaps: true, points: { show: false } },
    {
      stroke: color(validation),
      width: 1.5,
      spanGaps: true,
      ...(smooth === validation ? { dash: [5, 4] } : {}),
      points: { show: true, size: 6, width: 1.5, fill: color('--surface-panel') },
    },
  ];
  return [{}, ...colors.flatMap(of)];
}

/** The raw point nearest to the pointer, and the points of the other lines nearest to it. */
function hoverOf(u: uPlot): Hover | undefined {
  const { left = -1, idx, idxs } = u.cursor;
  if (left < 0 || idx === null || idx === undefined) return undefined;
  const at = (series: number): { step: number; value: number } | undefined => {
    const index = idxs?.[series];
    const value = index === null || index === undefined ? undefined : u.data[series]?.[index];
    const step = index === null || index === undefined ? undefined : u.data[0][index];
    return value === null || value === undefined || step === undefined ? undefined : { step, value };
  };
  const count = (u.data.length - 1) / 3;
  const points = Array.from({ length: count }, (_, i) => [at(3 * i + 1), at(3 * i + 2), at(3 * i + 3)] as const);
  const step = points.find(([raw]) => raw)?.[0]?.step ?? u.data[0][idx];
  if (step === undefined) return undefined;
  return {
    step,
    lines: points.map(([raw, smooth, validation]) => ({
      raw: raw?.value,
      smooth: smooth?.value,
      validation: validation?.value,
      validationStep: validation?.step,
    })),
    left: left + VALUE_AXIS_WIDTH,
    width: u.width,
  };
}
