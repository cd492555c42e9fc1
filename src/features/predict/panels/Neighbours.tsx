import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Lexicon, usePredict } from '../../../stores/predict';
import { useAwake } from '../awake';
import { BarList, Caption, TextLine } from '../Controls';
import styles from '../Controls.module.css';
import { useLexicons } from '../hooks';
import { type Neighbour, nearest, principalPlane, unitRows } from '../maths/vectors';
import { nearSpellings, termsOf } from '../maths/words';
import { Plot } from '../Plot';
import type { TrialProps } from '../TrialPanel';
import { ints, numbersOf } from '../tensors';

const SHOWN = 10;
const ON_MAP = 28;
/** Numbers below stand for no word. */
const FIRST = 4;

/** The words whose vectors point the same way as that of a word, or of a sum of words. */
export function Neighbours({ trial, facts }: TrialProps<'neighbours'>) {
  const { t } = useTranslation('predict');
  const awake = useAwake();
  const { value: tables, problem } = useLexicons(awake);
  const lexicon = tables?.find(({ columns }) => columns.includes(trial.column));
  const units = useVectors(awake, trial, lexicon, facts.output?.name);
  const [text, setText] = useState('whale');
  const [map, setMap] = useState(false);
  const found = useMemo(
    () => (units && lexicon ? search(text, units, lexicon, trial.width) : undefined),
    [text, units, lexicon, trial.width],
  );
  const untrained = usePredict(({ step }) => step === 0);
  const unknown = found?.unknown[0];
  const near = unknown && lexicon ? nearSpellings(unknown, lexicon.tokens, 5) : [];
  return (
    <div className={styles.body}>
      <div className={styles.column}>
        <div className={styles.row}>
          <TextLine
            value={text}
            maxLength={200}
            label={t('word')}
            placeholder={t('wordHint')}
            onChange={setText}
            id="neighbours-word"
          />
          <div className={styles.tabs}>
            {[false, true].map((wanted) => (
              <button
                key={String(wanted)}
                type="button"
                aria-pressed={map === wanted}
                onClick={() => setMap(wanted)}
                data-testid={wanted ? 'neighbours-map' : 'neighbours-list'}
              >
                {t(wanted ? 'map' : 'list')}
              </button>
            ))}
          </div>
        </div>
        {map && found && units && lexicon ? (
          <WordMap found={found} units={units} lexicon={lexicon} width={trial.width} />
        ) : (
          <BarList
            id="neighbours"
            label={t('neighbours')}
            items={(found?.neighbours.slice(0, SHOWN) ?? []).map(({ row, cosine }) => ({
              key: row,
              name: lexicon?.tokens[row + FIRST] ?? '',
              share: cosine,
              text: cosine.toFixed(3),
            }))}
          />
        )}
        <Caption problem={problem}>
          {unknown ? (
            <>
              {t('unknownWord', { word: unknown })}{' '}
              {near.map((word) => (
                <button
                  key={word}
                  type="button"
                  className={styles.suggestion}
                  onClick={() => setText(text.replace(unknown, word))}
                >
                  {word}
                </button>
              ))}
            </>
          ) : untrained && found ? (
            t('untrained')
          ) : found ? (
            t('cosine', { count: (lexicon?.tokens.length ?? FIRST) - FIRST })
          ) : undefined}
        </Caption>
      </div>
    </div>
  );
}

/** The vectors [words, width] of all words of length 1, asked of the exported model anew with every weights. */
function useVectors(
  awake: boolean,
  { column, width }: TrialProps<'neighbours'>['trial'],
  lexicon: Lexicon | undefined,
  name: string | undefined,
) {
  const models = usePredict((state) => state.models);
  const [units, setUnits] = useState<Float32Array>();
  const { prepare } = usePredict.getState();
  useEffect(() => {
    if (awake) prepare();
  }, [awake, prepare]);
  useKeepFresh(awake);
  useEffect(() => {
    const count = (lexicon?.tokens.length ?? 0) - FIRST;
    if (!name || !models.main || count <= 0) return;
    let current = true;
    const ids = Int32Array.from({ length: count }, (_, i) => FIRST + i);
    void usePredict
      .getState()
      .run({ [column]: ints(ids, [count]) })
      .then((result) => {
        const table = result.ok ? numbersOf(result.value, name) : undefined;
        if (current && table) setUnits(unitRows(table, width));
      });
    return () => {
      current = false;
    };
  }, [models, lexicon, column, width, name]);
  return units;
}

/** An empty question keeps the weights fresh while the panel is open. */
const nothing = {};
function useKeepFresh(awake: boolean): void {
  const { ask } = usePredict.getState();
  useEffect(() => {
    if (!awake) return;
    ask(nothing);
    return () => ask(undefined);
  }, [awake, ask]);
}

interface Found {
  readonly neighbours: readonly Neighbour[];
  readonly unknown: readonly string[];
  /** Rows of the words asked for. */
  readonly asked: readonly number[];
}

function search(text: string, units: Float32Array, { tokens }: Lexicon, width: number): Found {
  const terms = termsOf(text.toLowerCase()).map((term) => ({ ...term, row: tokens.indexOf(term.word) - FIRST }));
  const unknown = terms.filter(({ row }) => row < 0).map(({ word }) => word);
  if (terms.length === 0 || unknown.length > 0) return { neighbours: [], unknown, asked: [] };
  const sum = new Float32Array(width);
  for (const { sign, row } of terms)
    for (let i = 0; i < width; i++) sum[i] = (sum[i] as number) + sign * (units[row * width + i] as number);
  const asked = terms.map(({ row }) => row);
  return { neighbours: nearest(units, sum, ON_MAP, new Set(asked)), unknown, asked };
}

/** Room for half a word at the sides, CSS pixels. */
const MARGIN = 32;

/** The words asked for and their neighbours on the plane in which they differ most. */
function WordMap({
  found,
  units,
  lexicon,
  width,
}: {
  readonly found: Found;
  readonly units: Float32Array;
  readonly lexicon: Lexicon;
  readonly width: number;
}) {
  const { t } = useTranslation('predict');
  const rows = [...new Set([...found.asked, ...found.neighbours.map(({ row }) => row)])];
  if (rows.length < 3) return <div className={styles.scroll} />;
  const table = new Float32Array(rows.length * width);
  for (const [i, row] of rows.entries()) table.set(units.subarray(row * width, (row + 1) * width), i * width);
  const points = principalPlane(table, width);
  const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)];
  const place = (value: number, all: readonly number[]) => {
    const [low, high] = [Math.min(...all), Math.max(...all)];
    return (value - low) / (high - low || 1);
  };
  return (
    <Plot label={t('map')} id="word-map">
      {({ width: w, height: h }) =>
        rows.map((row, i) => (
          <text
            key={row}
            x={MARGIN + (w - 2 * MARGIN) * place(xs[i] ?? 0, xs)}
            y={h - 4 - (h - 14) * place(ys[i] ?? 0, ys)}
            textAnchor="middle"
            data-asked={found.asked.includes(row)}
          >
            {lexicon.tokens[row + FIRST]}
          </text>
        ))
      }
    </Plot>
  );
}
