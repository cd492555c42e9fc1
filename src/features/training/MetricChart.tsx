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
import styles from './MetricChart.module.css';
import type { Hover, Plot, ValueKind } from './plot';
import { CHART_INTERVAL, repaintOnChange, TEXT_INTERVAL } from './repaint';

interface Props {
  readonly name: CurveName;
  readonly log?: boolean;
  /** Controls at the right of the title row. */
  readonly tools?: ReactNode;
  /** Instead of lines, while there are none. */
  readonly empty?: ReactNode;
}

/** One value over the steps: training values faint, their moving average, validation points. */
export function MetricChart({ name, log = false, tools, empty }: Props) {
  const { t } = useTranslation('training');
  const title = t([`metric.${name}`, 'metric.other'], { name });
  const format = formatOf(name);
  const readout = useRef<HTMLDivElement>(null);
  const kind: ValueKind = isShare(name) ? 'share' : log ? 'log' : 'linear';
  const host = usePlot(name, kind, (hover) => {
    showReadout(readout.current, hover, format, (step) => t('readoutStep', { step }));
  });
  return (
    <section className={styles.chart} aria-label={title} data-testid={`chart-${name}`}>
      <header className={styles.head}>
        <h3 className={styles.title}>{title}</h3>
        <Legend name={name} />
        {tools}
      </header>
      <div className={styles.plot}>
        <div
          ref={host}
          className={styles.canvas}
          data-empty={empty !== undefined}
          role="img"
          aria-label={t('chartLabel', { title })}
        />
        {empty && (
          <div className={styles.empty}>
            <span>{empty}</span>
          </div>
        )}
        <div ref={readout} className={styles.readout} aria-hidden="true" hidden>
          <strong data-field="step" />
          <i className={styles.swatch} data-line="train" />
          <span>{t('line.average')}</span>
          <b data-field="smooth" />
          <i className={styles.swatch} data-line="raw" />
          <span>{t('line.batch')}</span>
          <b data-field="raw" />
          <i className={styles.swatch} data-line="validation" />
          <span>
            {t('line.validation')} <small data-field="validationStep" />
          </span>
          <b data-field="validation" />
        </div>
      </div>
    </section>
  );
}

/** The newest values; written straight into the page, at most once a frame. */
function Legend({ name }: { readonly name: CurveName }) {
  const { t } = useTranslation('training');
  const beta = useRunSettings((state) => state.smoothing);
  const train = useRef<HTMLElement>(null);
  const validation = useRef<HTMLElement>(null);
  useEffect(() => {
    const format = formatOf(name);
    const text = (value: number | undefined) => (value === undefined ? '–' : format(value));
    const paint = () => {
      setText(train.current, text(telemetry.train(name)?.smooth(beta).values.at(-1)));
      setText(validation.current, text(telemetry.validation(name).values.at(-1)));
    };
    return repaintOnChange(telemetry, paint, TEXT_INTERVAL);
  }, [name, beta]);
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

/** A plot that lives as long as its place in the page; the library comes when the first one is needed. */
function usePlot(name: CurveName, kind: ValueKind, onHover: (hover: Hover | undefined) => void) {
  const host = useRef<HTMLDivElement>(null);
  const plot = useRef<Plot>(undefined);
  const hover = useRef(onHover);
  hover.current = onHover;
  const beta = useRunSettings((state) => state.smoothing);
  const scheme = useComputedColorScheme('light');
  const [ready, setReady] = useState(0);

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
      plot.current = createPlot(element, { width, height }, { kind, onHover: (at) => hover.current(at) });
      observer.observe(element);
      setReady((count) => count + 1);
    });
    return () => {
      gone = true;
      observer.disconnect();
      plot.current?.destroy();
      plot.current = undefined;
    };
  }, [kind]);

  useEffect(() => {
    if (ready === 0) return;
    const paint = () => plot.current?.draw(chartData(telemetry.train(name), telemetry.validation(name), beta));
    return repaintOnChange(telemetry, paint, CHART_INTERVAL);
  }, [name, beta, ready]);

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
  setText(field('smooth'), text(hover.smooth));
  setText(field('raw'), text(hover.raw));
  setText(field('validation'), text(hover.validation));
  setText(field('validationStep'), hover.validationStep === undefined ? '' : `@ ${formatCount(hover.validationStep)}`);
  const onLeft = hover.left > hover.width * 0.6;
  box.style.left = onLeft ? '' : `${hover.left + 12}px`;
  box.style.right = onLeft ? `${hover.width - hover.left + 12}px` : '';
}
