import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { HostTensor } from '../../../core/tensor';
import { usePredict } from '../../../stores/predict';
import { useAwake } from '../awake';
import { Caption, SlideField } from '../Controls';
import styles from '../Controls.module.css';
import { useAnswer, useTestRows } from '../hooks';
import { rangeOf } from '../maths/codes';
import { histogram, quantile, squaredErrors } from '../maths/scores';
import { Paper, useDrawn } from '../Paper';
import paper from '../PredictPanel.module.css';
import { usePad } from '../pad';
import { extra } from '../parts';
import type { PictureInput } from '../picture';
import { drawGrid } from '../seen';
import type { TrialProps } from '../TrialPanel';
import { numbersOf, percent, short } from '../tensors';
import type { PictureShape } from '../trial';
import { Codes, standardRange } from './Codes';

/** Test pictures whose errors say what is usual. */
const MEASURED = 256;
const BINS = 32;

/** A picture beside what the model draws again of it, its error among those of test pictures, and pictures from codes. */
export function Redraw({ trial, facts }: TrialProps<'redraw'>) {
  const { t } = useTranslation('predict');
  const [codes, setCodes] = useState(false);
  const [code, setCode] = useState<Float32Array>();
  const decodes = usePredict(({ models }) => models.main === undefined || models.decoder !== undefined);
  const offered = trial.latent?.from !== undefined && decodes;
  const view = {
    false: <Beside trial={trial} facts={facts} onCode={setCode} />,
    true: <Decoded trial={trial} code={code} />,
  };
  return (
    <div className={styles.stack}>
      {offered && (
        <fieldset className={styles.tabs} aria-label={t('title')}>
          {[false, true].map((wanted) => (
            <button
              key={String(wanted)}
              type="button"
              aria-pressed={codes === wanted}
              onClick={() => setCodes(wanted)}
              data-testid={wanted ? 'redraw-codes' : 'redraw-beside'}
            >
              {t(wanted ? 'fromCodes' : 'redrawn')}
            </button>
          ))}
        </fieldset>
      )}
      {view[`${offered && codes}`]}
    </div>
  );
}

type TrialOf = TrialProps<'redraw'>['trial'];

/** Test pictures [n, C, H, W], as shares 0 … 1, and the model's answers to them. */
function useMeasured(awake: boolean, { column }: TrialOf) {
  const rows = useTestRows(awake, 0, MEASURED);
  return { problem: rows.problem, pictures: rows.value?.fed[column] };
}

function Beside({
  trial,
  facts,
  onCode,
}: TrialProps<'redraw'> & { readonly onCode: (code: Float32Array | undefined) => void }) {
  const { t } = useTranslation('predict');
  const { picture, column, scored } = trial;
  const awake = useAwake();
  const dataset = String(facts.data?.nodes[0]?.params.dataset ?? '');
  const input: PictureInput = { ...picture, dataset, column, centred: dataset === 'mnist' };
  const drawn = useDrawn(input);
  const { pictures, problem } = useMeasured(awake, trial);
  const size = picture.channels * picture.height * picture.width;
  const question = useMemo(() => {
    if (!awake || (!drawn && !pictures)) return undefined;
    const [own, others] = [drawn?.data ?? [], pictures?.data ?? []];
    const count = (drawn ? 1 : 0) + (pictures?.dims[0] ?? 0);
    const data = new Float32Array(count * size);
    for (let i = 0; i < own.length; i++) data[i] = Number(own[i]);
    for (let i = 0; i < others.length; i++) data[own.length + i] = Number(others[i]);
    const { channels, height, width } = picture;
    return { main: { [column]: { dtype: 'float32', dims: [count, channels, height, width], data } as const } };
  }, [awake, drawn, pictures, size, picture, column]);
  const answer = useAnswer(question, { drawn: drawn !== undefined, given: question?.main[column]?.data });
  const own = facts.output?.name;
  const told = useMemo(() => {
    const redrawn = numbersOf(answer?.outputs.main, extra.redrawn);
    const given = answer?.about.given;
    if (!redrawn || !given) return undefined;
    const shares = given.map((value) => value / 255);
    const errors = scored ? numbersOf(answer.outputs.main, own) : squaredErrors(shares, redrawn, size);
    if (!errors) return undefined;
    const from = answer.about.drawn ? 1 : 0;
    return {
      first: answer.about.drawn,
      original: shares.subarray(0, size),
      redrawn: redrawn.subarray(0, size),
      score: errors[0] ?? 0,
      usual: errors.subarray(from),
      code: numbersOf(answer.outputs.main, extra.code)?.slice(0, trial.latent?.size ?? 0),
    };
  }, [answer, scored, own, size, trial.latent?.size]);
  const code = told?.first ? told.code : undefined;
  useEffect(() => onCode(code), [code, onCode]);
  const problemOfPad = usePad((state) => state.problem);
  return (
    <div className={paper.body}>
      <Paper input={input} drawn={drawn} />
      <div className={paper.answer}>
        {told ? <Told told={told} shape={picture} /> : <div className={styles.scroll} />}
        <Caption problem={problemOfPad ?? problem}>{told && !told.first ? t('drawToScore') : undefined}</Caption>
      </div>
    </div>
  );
}

interface Telling {
  /** The picture that was drawn, rather than the first test picture. */
  readonly first: boolean;
  readonly original: Float32Array;
  readonly redrawn: Float32Array;
  readonly score: number;
  /** Errors of test pictures. */
  readonly usual: ArrayLike<number>;
}

/** A picture beside what the model draws again, and its error among those of test pictures: whether it is past the threshold. */
function Told({ told, shape }: { readonly told: Telling; readonly shape: PictureShape }) {
  const { t } = useTranslation('predict');
  const [share, setShare] = useState(0.95);
  const { first, original, redrawn, score, usual } = told;
  const pictures = [
    { id: 'original', data: original, label: t(first ? 'original' : 'testPicture') },
    { id: 'reconstruction', data: redrawn, label: t('redrawn') },
  ];
  const measured = usual.length > 1;
  const threshold = measured ? quantile(usual, share) : Number.NaN;
  const odd = score > threshold;
  return (
    <>
      <div className={styles.pictures}>
        {pictures.map(({ id, data, label }) => (
          <figure key={id}>
            <canvas
              ref={(canvas) => drawGrid(canvas, data, { ...shape, columns: 1 })}
              role="img"
              aria-label={label}
              data-testid={id}
            />
            <figcaption>{label}</figcaption>
          </figure>
        ))}
        {measured && <Histogram score={score} usual={usual} threshold={threshold} />}
      </div>
      {measured && (
        <>
          <div
            className={styles.score}
            data-odd={odd}
            data-testid="score"
            data-score={score}
            data-threshold={threshold}
          >
            {t(odd ? 'odd' : 'usual', { score: short(score), threshold: short(threshold) })}
          </div>
          <SlideField
            label={t('threshold', { share: percent(share) })}
            value={share}
            min={0.5}
            max={1}
            step={0.01}
            onChange={setShare}
            id="threshold"
          />
        </>
      )}
    </>
  );
}

function Histogram({ score, usual, threshold }: Pick<Telling, 'score' | 'usual'> & { readonly threshold: number }) {
  const { t } = useTranslation('predict');
  const [least, most] = [quantile(usual, 0), quantile(usual, 1)];
  const margin = 0.05 * (most - least) || 1e-9;
  const low = Math.min(least, score) - margin;
  const high = Math.max(most, Math.min(score, least + 4 * (most - least))) + margin;
  const counts = histogram(usual, low, high, BINS);
  const tallest = Math.max(...counts, 1);
  const at = (value: number) => 100 * Math.max(0, Math.min(1, (value - low) / (high - low)));
  return (
    <svg
      className={styles.histogram}
      viewBox="0 0 100 30"
      preserveAspectRatio="none"
      role="img"
      aria-label={t('histogram', { count: usual.length })}
      data-testid="histogram"
    >
      {counts.map((count, i) => (
        <rect
          // biome-ignore lint/suspicious/noArrayIndexKey: bins are places
          key={i}
          className={styles.bin}
          x={(100 * i) / BINS + 0.2}
          width={100 / BINS - 0.4}
          y={30 - (28 * count) / tallest}
          height={(28 * count) / tallest}
        />
      ))}
      <line className={styles.threshold} x1={at(threshold)} x2={at(threshold)} y1={0} y2={30} />
      <line className={styles.mine} x1={at(score)} x2={at(score)} y1={0} y2={30} />
    </svg>
  );
}

/** Pictures from codes: of the bell curve, or drawn like the codes of test pictures where no curve was asked of them. */
function Decoded({ trial, code }: { readonly trial: TrialOf; readonly code: Float32Array | undefined }) {
  const { t } = useTranslation('predict');
  const awake = useAwake();
  const size = trial.latent?.size ?? 1;
  const normal = trial.latent?.normal ?? true;
  const { pictures, problem } = useMeasured(awake && !normal, trial);
  const measured = useCodes(normal ? undefined : pictures, trial);
  const range = useMemo(() => (measured ? rangeOf(measured, size) : standardRange(size)), [measured, size]);
  return (
    <div className={styles.body}>
      <div className={styles.column}>
        <Codes
          picture={trial.picture}
          slot="decoder"
          input={extra.code}
          output={extra.redrawn}
          size={size}
          range={range}
          from={code}
          awake={awake && (normal || measured !== undefined)}
        />
        <Caption problem={problem}>{code ? t('codeOfDrawing') : normal ? undefined : t('codesLikeTest')}</Caption>
      </div>
    </div>
  );
}

/** The codes [n * size] of pictures, of the weights of now. */
function useCodes(pictures: HostTensor | undefined, { column }: TrialOf): Float32Array | undefined {
  const models = usePredict((state) => state.models);
  const [codes, setCodes] = useState<Float32Array>();
  const { prepare } = usePredict.getState();
  useEffect(() => {
    if (!pictures) return;
    if (!models.main) {
      prepare();
      return;
    }
    let current = true;
    void usePredict
      .getState()
      .run({ [column]: pictures })
      .then((result) => {
        const found = result.ok ? numbersOf(result.value, extra.code) : undefined;
        if (current && found) setCodes(found);
      });
    return () => {
      current = false;
    };
  }, [pictures, models, column, prepare]);
  return codes;
}
