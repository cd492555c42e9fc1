import { useComputedColorScheme } from '@mantine/core';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isShare } from '../../core/metrics';
import { telemetry } from '../../stores/run';
import { useRunSettings } from '../../stores/runSettings';
import type { CurveName } from '../../stores/telemetry';
import { formatCount } from '../common/format';
import { chartData } from './chartData';
import { formatOf } from './format';
import { type ChartLine, lineOf } from './lines';
import styles from './MetricChart.module.css';
import type { Hover, Plot, ValueKind } from './plot';
import { CHART_INTERVAL, repaintOnChange, TEXT_INTERVAL } from './repaint';

interface Props {
  readonly name: CurveName;
  /** One a phase, for the losses of several; the value alone where absent. */
  readonly lines?: readonly ChartLine[];
  readonly log?: boolean;
  /** Controls at the right of the title row. */
  readonly tools?: ReactNode;
  /** Instead of lines, while there are none. */
  readonly empty?: ReactNode;
}

/** Values over the steps: training values faint, their moving average, validation points. */
export function MetricChart({ name, lines = lineOf(name), log = false, tools, empty }: Props) {
  const { t } = useTranslation('training');
  const title = t([`metric.${name}`, 'metric.other'], { name });
  const format = formatOf(name);
  const readout = useRef<HTMLDivElement>(null);
  const kind: ValueKind = isShare(name) ? 'share' : log ? 'log' : 'linear';
  const host = usePlot(lines, kind, (hover) => {
    showReadout(readout.current, hover, format, (step) => t('readoutStep', { step }));
  });
  return (
    <section className={styles.chart} aria-label={title} data-testid={`chart-${name}`}>
      <header className={styles.head}>
        <h3 className={styles.title}>{title}</h3>
        {lines.length > 1 ? <PhaseLegend lines={lines} /> : <Legend name={name} />}
        {tools}
      </header>
      <div className={styles.plot}>
        <div
          ref={host}
          className={styles.canvas}
          data-empty={empty !== undefined}
          role="img"
          aria-label={t('chartLabel', {
            title: [title, ...lines.map(({ label }) => label)].filter(Boolean).join(', '),
          })}
        />
        {empty && (
          <div className={styles.empty}>
            <span>{empty}</span>
          </div>
        )}
        <div ref={readout} className={styles.readout} aria-hidden="true" hidden>
          <strong data-field="step" />
          {lines.map((line, index) => (
            <ReadoutLine key={line.name} line={line} index={index} />
          ))}
        </div>
      </div>
    </section>
  );
}

/** What the pointer is over, of one line; filled in by `showReadout`. */
function ReadoutLine({ line: { label, swatch }, index }: { readonly line: ChartLine; readonly index: number }) {
  const { t } = useTranslation('training');
  return (
    <>
      {label && (
        <em className={styles.phase}>
          <i className={styles.dot} style={{ background: swatch }} />
          {label}
        </em>
      )}
      <i className={styles.swatch} data-line="train" style={{ background: swatch }} />
      <span>{t('line.average')}</span>
      <b data-field={`smooth ${index}`} />
      <i className={styles.swatch} data-line="raw" style={label ? { background: swatch, opacity: 0.4 } : undefined} />
      <span>{t('line.batch')}</span>
      <b data-field={`raw ${index}`} />
      <i className={styles.swatch} data-line="validation" data-validation={index} />
      <span data-validation={index}>
        {t('line.validation')} <small data-field={`validationStep ${index}`} />
      </span>
      <b data-field={`validation ${index}`} data-validation={index} />
    </>
  );
}

/** Writes the newest values straight into the page, at most a few times a second. */
function useLatest(paint: (beta: number) => void): void {
  const beta = useRunSettings((state) => state.smoothing);
  const newest = useRef(paint);
  newest.current = paint;
  useEffect(() => repaintOnChange(telemetry, () => newest.current(beta), TEXT_INTERVAL), [beta]);
}

const valueText = (name: CurveName, value: number | undefined): string =>
  value === undefined ? '–' : formatOf(name)(value);

const newestOf = (name: CurveName, beta: number): string =>
  valueText(name, telemetry.train(name)?.smooth(beta).values.at(-1));

/** The newest values of training and validation. */
function Legend({ name }: { readonly name: CurveName }) {
  const { t } = useTranslation('training');
  const beta = useRunSettings((state) => state.smoothing);
  const train = useRef<HTMLElement>(null);
  const validation = useRef<HTMLElement>(null);
  useLatest((smoothing) => {
    setText(train.current, newestOf(name, smoothing));
    setText(validation.current, valueText(name, telemetry.validation(name).values.at(-1)));
  });
  return (
    <dl className={styles.legend}>
      <div className={styles.item} title={t('line.averageHelp', { beta })}>
        <dt>
          <i className={styles.swatch} data-line="train" />
          {t('line.train')}
        </dt>
        <dd ref={train} data-testid={`latest-${name}`}>
          –
        </dd>
      </div>
      <div className={styles.item}>
        <dt>
          <i className={styles.swatch} data-line="validation" />
          {t('line.validation')}
        </dt>
        <dd ref={validation} data-testid={`latest-validation-${name}`}>
          –
        </dd>
      </div>
    </dl>
  );
}

/** The phases by their colours, with the newest loss of each. */
function PhaseLegend({ lines }: { readonly lines: readonly ChartLine[] }) {
  const { t } = useTranslation('training');
  const beta = useRunSettings((state) => state.smoothing);
  const list = useRef<HTMLDListElement>(null);
  useLatest((smoothing) => {
    for (const [index, { name }] of lines.entries())
      setText(list.current?.querySelectorAll('dd')[index], newestOf(name, smoothing));
  });
  return (
    <dl ref={list} className={styles.legend} data-testid="phase-legend">
      {lines.map(({ name, label, swatch }) => (
        <div key={name} className={styles.item} title={t('line.averageHelp', { beta })}>
          <dt>
            <i className={styles.swatch} style={{ background: swatch }} />
            <span className={styles.label}>{label}</span>
          </dt>
          <dd data-testid={`latest-${name}`}>–</dd>
        </div>
      ))}
    </dl>
  );
}

/** A plot that lives as long as its place in the page; the library comes when the first one is needed. */
function usePlot(lines: readonly ChartLine[], kind: ValueKind, onHover: (hover: Hover | undefined) => void) {
  const host = useRef<HTMLDivElement>(null);
  const plot = useRef<Plot>(undefined);
  const hover = useRef(onHover);
  hover.current = onHover;
  const beta = useRunSettings((state) => state.smoothing);
  const scheme = useComputedColorScheme('light');
  const [ready, setReady] = useState(0);
  const names = lines.map(({ name }) => name).join(' ');
  const shown = useRef(lines);
  shown.current = lines;

  // biome-ignore lint/correctness/useExhaustiveDependencies: which lines there are is told by their names
  useEffect(() => {
    const element = host.current;
    if (!element) return;
    let gone = false;
    const observer = new ResizeObserver(([entry]) => {
      if (entry) plot.current?.resize(entry.contentRect.width, entry.contentRect.height);
    });
    void import('./plot').then(({ createPlot }) => {
      if (gone) return;
      const { width, height } = element.getBoundingClientRect();
      const colors = shown.current.map((line) => line.colors);
      plot.current = createPlot(element, { width, height }, { kind, colors, onHover: (at) => hover.current(at) });
      observer.observe(element);
      setReady((count) => count + 1);
    });
    return () => {
      gone = true;
      observer.disconnect();
      plot.current?.destroy();
      plot.current = undefined;
    };
  }, [kind, names]);

  useEffect(() => {
    if (ready === 0) return;
    const curves = names.split(' ');
    const paint = () =>
      plot.current?.draw(
        chartData(
          curves.map((name) => ({ train: telemetry.train(name), validation: telemetry.validation(name) })),
          beta,
        ),
      );
    return repaintOnChange(telemetry, paint, CHART_INTERVAL);
  }, [names, beta, ready]);

  // Mantine sets the theme's attribute after this render.
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs when the theme changes
  useEffect(() => {
    const frame = requestAnimationFrame(() => plot.current?.recolor());
    return () => cancelAnimationFrame(frame);
  }, [scheme]);
  return host;
}

function setText(element: Element | null | undefined, text: string): void {
  if (element && element.textContent !== text) element.textContent = text;
}

function showReadout(
  box: HTMLDivElement | null,
  hover: Hover | undefined,
  format: (value: number) => string,
  stepText: (step: string) => string,
): void {
  if (!box) return;
  box.hidden = !hover;
  if (!hover) return;
  const field = (name: string) => box.querySelector(`[data-field="${name}"]`);
  const text = (value: number | undefined) => (value === undefined ? '–' : format(value));
  setText(field('step'), stepText(formatCount(hover.step)));
  for (const [index, line] of hover.lines.entries()) {
    setText(field(`smooth ${index}`), text(line.smooth));
    setText(field(`raw ${index}`), text(line.raw));
    setText(field(`validation ${index}`), text(line.validation));
    const step = line.validationStep === undefined ? '' : `@ ${formatCount(line.validationStep)}`;
    setText(field(`validationStep ${index}`), step);
    // several losses without validation: their rows would say nothing
    const empty = hover.lines.length > 1 && line.validation === undefined;
    for (const cell of box.querySelectorAll<HTMLElement>(`[data-validation="${index}"]`)) cell.hidden = empty;
  }
  const onLeft = hover.left > hover.width * 0.6;
  box.style.left = onLeft ? '' : `${hover.left + 12}px`;
  box.style.right = onLeft ? `${hover.width - hover.left + 12}px` : '';
}
