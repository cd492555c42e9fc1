import { useComputedColorScheme } from '@mantine/core';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Rng } from '../../../core/rng';
import type { HostTensor } from '../../../core/tensor';
import type { Feeds } from '../../../stores/predict';
import { drawThumbnail, planThumbnail } from '../../training/thumbnail';
import { AnswerBars } from '../AnswerBars';
import { useAwake } from '../awake';
import { Caption, DiceButton } from '../Controls';
import styles from '../Controls.module.css';
import { sizeOf } from '../facts';
import { anyNumber, useAnswer, useInUnit, useTestRows } from '../hooks';
import type { TrialProps } from '../TrialPanel';
import { floats, numbersOf, short } from '../tensors';

/** Most outputs that are shown as bars. */
const BARS = 64;

/** An example of the test split (and noise, where the model takes some), as pictures of its numbers, and the answer beside the truth. */
export function Other({ facts }: TrialProps<'other'>) {
  const { t } = useTranslation('predict');
  const awake = useAwake();
  const [place, setPlace] = useState(0);
  const reading = facts.reads.length > 0;
  const { value: rows, problem } = useTestRows(awake && reading, place);
  const feeds = useMemo((): Feeds | undefined => {
    if (!awake || (reading && !rows) || !facts.output) return undefined;
    const noise = facts.noise.map(({ name, shape }) => [name, noiseOf(place, name, shape)] as const);
    const given = facts.reads.flatMap(({ name }) => (rows?.fed[name] ? [[name, rows.fed[name]] as const] : []));
    return Object.fromEntries([...given, ...noise]);
  }, [awake, reading, rows, facts, place]);
  const question = useMemo(() => feeds && { main: feeds }, [feeds]);
  const answer = useAnswer(question, feeds);
  const name = facts.output?.name;
  const output = name === undefined ? undefined : answer?.outputs.main?.[name];
  const values = useInUnit(numbersOf(answer?.outputs.main, name), rows, facts);
  const target = facts.target && rows?.fed[facts.target.name];
  const classes = facts.data?.columns.find((column) => column.target)?.classes ?? [];
  const label = target && sizeOf(target.dims) === 1 ? Number(target.data[0]) : undefined;
  if (!facts.output) return <p className={styles.message}>{t('noOutput')}</p>;
  return (
    <div className={styles.body}>
      <div className={styles.column}>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by the keyboard */}
        <div className={styles.scroll} tabIndex={0} data-testid="example">
          {Object.entries(feeds ?? {}).map(([column, tensor]) => (
            <Numbers key={column} title={column} tensor={tensor} />
          ))}
        </div>
        <div className={styles.row}>
          <DiceButton label={t('sample')} onClick={() => setPlace(anyNumber())} id="other-sample" />
          <Caption problem={problem}>
            {label !== undefined && values
              ? t('truth', { value: classes[label] ?? short(label) })
              : awake
                ? undefined
                : t('near')}
          </Caption>
        </div>
      </div>
      <div className={styles.side}>
        {values && output && values.length > BARS ? (
          <Numbers title={name ?? ''} tensor={output} />
        ) : (
          <AnswerBars compact values={values} classes={classes} />
        )}
      </div>
    </div>
  );
}

function noiseOf(seed: number, name: string, shape: readonly number[]): HostTensor {
  const values = new Float32Array(sizeOf(shape));
  Rng.of(seed, 'noise', name).fillNormal(values);
  return floats(values, [1, ...shape]);
}

/** The numbers of one example [1, ...] as a picture. */
function Numbers({ title, tensor }: { readonly title: string; readonly tensor: HostTensor }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const scheme = useComputedColorScheme('light');
  const dims = tensor.dims.slice(1);
  const size = sizeOf(dims);
  const plan = planThumbnail(dims.length > 3 ? [size] : dims, 220);
  useEffect(() => {
    if (!canvas.current || !plan) return;
    const data = Float32Array.from(tensor.data.subarray(0, size) as ArrayLike<number>, Number);
    drawThumbnail(canvas.current, { dtype: 'float32', dims, data }, plan, scheme, window.devicePixelRatio || 1);
  });
  return (
    <figure className={styles.numbers}>
      <figcaption>
        {title} · {dims.join(' × ') || '1'}
      </figcaption>
      {plan ? (
        <canvas ref={canvas} style={{ width: plan.width, height: plan.height }} aria-hidden />
      ) : (
        <output>{short(Number(tensor.data[0]))}</output>
      )}
    </figure>
  );
}
