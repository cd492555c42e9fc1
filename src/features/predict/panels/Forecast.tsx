import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { usePredict } from '../../../stores/predict';
import { useAwake } from '../awake';
import { Caption, DiceButton, SlideField } from '../Controls';
import styles from '../Controls.module.css';
import { anyNumber, useAnswer, useInUnit, useTestRows } from '../hooks';
import { meanAbsolute } from '../maths/scores';
import { seasonBefore, usualSeason } from '../maths/seasons';
import { Plot } from '../Plot';
import type { TrialProps } from '../TrialPanel';
import { numbersOf, short } from '../tensors';

/** Most windows of the test split that are forecast at once. */
const MOST = 2000;

/** A window of the test split, what came next, what the model says, and what saying "as it was last" or "as a season ago" would say. */
export function Forecast({ trial, facts }: TrialProps<'forecast'>) {
  const { t } = useTranslation('predict');
  const awake = useAwake();
  const [chosen, setChosen] = useState(0);
  const [wanted, setWanted] = useState<number>();
  const { value: rows, problem } = useTestRows(awake, 0, MOST);
  const { column, of, horizon } = trial;
  const windows = rows?.fed[column.name];
  const truth = numbersOf(rows?.fed, facts.target?.name);
  const question = useMemo(() => windows && { main: { [column.name]: windows } }, [windows, column.name]);
  const answer = useAnswer(question, undefined);
  const name = facts.output?.name;
  const predicted = useInUnit(numbersOf(answer?.outputs.main, name), rows, facts);
  const [length = 1, width = 1] = column.shape;
  const series = useMemo(() => {
    const all = numbersOf(rows?.fed, column.name);
    return all && Float32Array.from({ length: all.length / width }, (_, i) => all[i * width + of] ?? 0);
  }, [rows, column.name, width, of]);
  const count = windows?.dims[0] ?? 0;
  const naive = useMemo(
    () =>
      series &&
      Float32Array.from({ length: count * horizon }, (_, i) => series[(Math.floor(i / horizon) + 1) * length - 1] ?? 0),
    [series, count, horizon, length],
  );
  const untrained = usePredict(({ step }) => predicted !== undefined && step === 0);
  const known = rows?.series;
  const season = wanted ?? (known ? usualSeason(known) : 0);
  const seasonal = useMemo(
    () => (known && season > 0 ? seasonBefore(known, { count, horizon, season }) : undefined),
    [known, season, count, horizon],
  );
  if (!series || !truth || !naive) return <Waiting problem={problem} />;
  const place = Math.min(chosen, count - 1);
  const part = (values: Float32Array) => Array.from(values.subarray(place * horizon, (place + 1) * horizon));
  const past = Array.from(series.subarray(place * length, (place + 1) * length));
  const lines = [
    { of: 'truth', values: part(truth), mae: undefined },
    ...(predicted ? [{ of: 'model', values: part(predicted), mae: meanAbsolute(predicted, truth) }] : []),
    { of: 'naive', values: part(naive), mae: meanAbsolute(naive, truth) },
  ];
  const seasonalError = seasonal && meanAbsolute(seasonal, truth);
  const drawn = seasonal ? [...lines, { of: 'season', values: part(seasonal), mae: seasonalError }] : lines;
  const noSeason = !known
    ? t('forecast.noOrder')
    : seasonal
      ? undefined
      : t('forecast.noSeason', { from: horizon, to: known.first });
  return (
    <div className={styles.body}>
      <div className={styles.column}>
        <Chart past={past} lines={drawn} title={column.features?.[of] ?? column.name} />
        <ul className={styles.key} data-testid="forecast-key">
          <li>{t('forecast.past')}</li>
          {lines.map(({ of: which, values, mae }) => (
            <li key={which} data-of={which} data-value={values[0]} data-mae={mae}>
              {t(`forecast.${which}`)} {short(values[0] ?? Number.NaN)}
              {mae !== undefined && ` · ${t('forecast.mae', { mae: short(mae) })}`}
            </li>
          ))}
          {known && (
            <li data-of="season" data-value={seasonal && part(seasonal)[0]} data-mae={seasonalError}>
              <input
                type="number"
                className={styles.input}
                aria-label={t('forecast.seasonLength')}
                value={season}
                min={horizon}
                max={known.first}
                onChange={({ currentTarget }) => setWanted(Math.max(0, Math.round(Number(currentTarget.value))))}
                data-testid="forecast-season"
              />{' '}
              {t('forecast.season')} {seasonal && short(part(seasonal)[0] ?? Number.NaN)}
              {seasonalError !== undefined && ` · ${t('forecast.mae', { mae: short(seasonalError) })}`}
            </li>
          )}
        </ul>
        <div className={styles.row}>
          <div className={styles.grow}>
            <SlideField
              label={t('forecast.window')}
              value={place}
              min={0}
              max={count - 1}
              step={1}
              onChange={setChosen}
              id="forecast-window"
            />
          </div>
          <DiceButton label={t('sample')} onClick={() => setChosen(anyNumber() % count)} id="forecast-sample" />
        </div>
        <Caption problem={problem}>
          {[untrained && t('untrained'), predicted && t('forecast.help', { count }), noSeason]
            .filter(Boolean)
            .join(' ')}
        </Caption>
      </div>
    </div>
  );
}

function Waiting({ problem }: { readonly problem: Parameters<typeof Caption>[0]['problem'] }) {
  const { t } = useTranslation('predict');
  return (
    <div className={styles.body}>
      <Caption problem={problem}>{t('near')}</Caption>
    </div>
  );
}

/** Room for numbers at the left and for the title, CSS pixels. */
const [LEFT, TOP] = [46, 16];

interface Line {
  readonly of: string;
  readonly values: readonly number[];
}

function Chart({
  past,
  lines,
  title,
}: {
  readonly past: readonly number[];
  readonly lines: readonly Line[];
  readonly title: string;
}) {
  const all = [...past, ...lines.flatMap(({ values }) => values)].filter(Number.isFinite);
  const [low, high] = [Math.min(...all), Math.max(...all)];
  const steps = past.length + (lines[0]?.values.length ?? 1);
  const last = past.at(-1) ?? 0;
  return (
    <Plot label={title} id="forecast-chart">
      {({ width, height }) => {
        const x = (i: number) => LEFT + ((width - LEFT - 6) * i) / Math.max(1, steps - 1);
        const y = (value: number) => height - 6 - ((height - TOP - 6) * (value - low)) / (high - low || 1);
        const points = (values: readonly number[], from: number) =>
          values.map((value, i) => `${x(from + i)},${y(value)}`).join(' ');
        return (
          <>
            <text x={LEFT} y={9}>
              {title}
            </text>
            <text x={LEFT - 6} y={y(high) + 4} textAnchor="end">
              {short(high)}
            </text>
            <text x={LEFT - 6} y={y(low) + 2} textAnchor="end">
              {short(low)}
            </text>
            <polyline className={styles.line} points={points(past, 0)} />
            {lines.map(({ of, values }) => (
              <g key={of}>
                <polyline className={styles.line} data-of={of} points={points([last, ...values], past.length - 1)} />
                <circle cx={x(past.length)} cy={y(values[0] ?? low)} r={2.5} className={styles.dot} data-of={of} />
              </g>
            ))}
          </>
        );
      }}
    </Plot>
  );
}
