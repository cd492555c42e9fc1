import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { usePredict } from '../../../stores/predict';
import { ChoiceField, DiceButton, NumberField, PictureGrid, SlideField } from '../Controls';
import styles from '../Controls.module.css';
import { useAnswer } from '../hooks';
import { type CodeRange, codeAt, joined, plane, walk } from '../maths/codes';
import { floats, numbersOf } from '../tensors';
import type { PictureShape } from '../trial';

const modes = ['samples', 'sliders', 'walk', 'map'] as const;
type Mode = (typeof modes)[number];

const SAMPLES = 40;
const STEPS = 10;
const SIDE = 9;
const SLIDERS = 8;

interface Props {
  readonly picture: PictureShape;
  /** Which exported part makes pictures, the name it takes codes under, and the name of its output. */
  readonly slot: string;
  readonly input: string;
  readonly output: string | undefined;
  readonly size: number;
  /** What codes are drawn from. */
  readonly range: CodeRange;
  /** A code to begin sliders and walks at, such as that of a picture that was drawn. */
  readonly from: Float32Array | undefined;
  readonly awake: boolean;
}

/** Pictures made from codes: drawn at random, changed number by number, between two, or over a plane. They follow the weights. */
export function Codes({ picture, slot, input, output, size, range, from, awake }: Props) {
  const { t } = useTranslation('predict');
  const [mode, setMode] = useState<Mode>('samples');
  const [seed, setSeed] = useState(1);
  const [other, setOther] = useState(2);
  const [moved, setMoved] = useState<Readonly<Record<number, number>>>({});
  const [axes, setAxes] = useState<readonly [number, number]>([0, 1]);
  const origin = useMemo(() => from ?? codeAt(seed, 0, size, range), [from, seed, size, range]);
  const codes = useMemo((): readonly Float32Array[] => {
    switch (mode) {
      case 'samples':
        return Array.from({ length: SAMPLES }, (_, place) => codeAt(seed, place, size, range));
      case 'sliders':
        return [origin.map((value, i) => moved[i] ?? value)];
      case 'walk':
        return walk(origin, codeAt(other, 0, size, range), STEPS);
      case 'map':
        return plane(Float32Array.from(origin), axes, size > 1 ? SIDE : 1, range);
      default:
        return mode satisfies never;
    }
  }, [mode, seed, other, moved, axes, origin, size, range]);
  const question = useMemo(
    () => (awake ? { [slot]: { [input]: floats(joined(codes), [codes.length, size]) } } : undefined),
    [awake, slot, input, codes, size],
  );
  const answer = useAnswer(question, mode);
  const model = usePredict((state) => state.models[slot]);
  const data = numbersOf(answer?.outputs[slot], output ?? model?.outputName);
  const columns = { samples: 10, sliders: 1, walk: STEPS, map: SIDE }[answer?.about ?? mode];
  const dimensions = Array.from({ length: size }, (_, i) => ({ value: String(i), label: `z${i + 1}` }));
  return (
    <div className={styles.column}>
      <div className={styles.row}>
        <fieldset className={styles.tabs} aria-label={t('codes.title')}>
          {modes.map((wanted) => (
            <button
              key={wanted}
              type="button"
              aria-pressed={mode === wanted}
              onClick={() => setMode(wanted)}
              data-testid={`codes-${wanted}`}
            >
              {t(`codes.${wanted}`)}
            </button>
          ))}
        </fieldset>
        {!(from && mode !== 'samples') && (
          <>
            <NumberField
              label={t('seed')}
              value={seed}
              min={0}
              onChange={(value) => setSeed(whole(value))}
              id="codes-seed"
            />
            <DiceButton
              label={t('codes.new')}
              onClick={() => {
                setSeed(seed + 1);
                setMoved({});
              }}
              id="codes-new"
            />
          </>
        )}
        {mode === 'walk' && (
          <NumberField
            label={t('codes.to')}
            value={other}
            min={0}
            onChange={(value) => setOther(whole(value))}
            id="codes-to"
          />
        )}
        {mode === 'map' &&
          ([0, 1] as const).map((which) => (
            <ChoiceField
              key={which}
              label={t(which === 0 ? 'codes.across' : 'codes.up')}
              value={String(axes[which])}
              options={dimensions}
              onChange={(value) => setAxes(which === 0 ? [Number(value), axes[1]] : [axes[0], Number(value)])}
            />
          ))}
      </div>
      <div className={styles.split}>
        {data ? (
          <PictureGrid id="codes-pictures" data={data} shape={{ ...picture, columns }} label={t('codes.pictures')} />
        ) : (
          <div className={styles.gridFrame}>
            <p className={styles.message} data-testid="codes-waiting">
              {t(awake ? 'loading' : 'nearPanel')}
            </p>
          </div>
        )}
        {mode === 'sliders' && (
          <div className={styles.sliders}>
            {Array.from({ length: Math.min(SLIDERS, size) }, (_, i) => (
              <SlideField
                // biome-ignore lint/suspicious/noArrayIndexKey: the numbers of a code have no other name
                key={i}
                label={`z${i + 1}`}
                value={moved[i] ?? origin[i] ?? 0}
                min={(range.mean[i] ?? 0) - 3 * (range.std[i] || 1)}
                max={(range.mean[i] ?? 0) + 3 * (range.std[i] || 1)}
                step={0.05}
                onChange={(value) => setMoved({ ...moved, [i]: value })}
                id={`codes-z${i + 1}`}
              />
            ))}
          </div>
        )}
      </div>
    </div>
  );
}

const whole = (value: number): number => (Number.isFinite(value) ? Math.max(0, Math.round(value)) : 0);

/** Of codes that follow a bell curve by themselves. */
export const standardRange = (size: number): CodeRange => ({
  mean: new Float64Array(size),
  std: new Float64Array(size).fill(1),
});
