import { type PointerEvent, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Phase } from '../../../document/schema';
import { useDocument } from '../../../stores/document';
import { useRun } from '../../../stores/run';
import { formatNumber } from '../../common/format';
import styles from './program.module.css';
import { type RateCurve, rateCurve } from './rate';

const WIDTH = 240;
const HEIGHT = 56;
const MARGIN = 3;
/** Shows every form of a curve where no run says how many there are. */
const STEPS = 100;

/** `3.2e-5`, `0.001`: three digits. */
const rateText = (rate: number): string => formatNumber(Number(rate.toPrecision(3)));

/** The curve of the learning rate over the run, with its value under the pointer. */
export function RatePicture({ phase: { optimizer, schedule } }: { readonly phase: Phase }) {
  const { t } = useTranslation('program');
  const epochs = useDocument((state) => state.document.training.epochs);
  const stepsPerEpoch = useRun((state) => state.info?.stepsPerEpoch ?? STEPS);
  const [at, setAt] = useState<number | undefined>(undefined);
  const curve = useMemo(
    () => rateCurve({ optimizer, schedule }, { epochs, stepsPerEpoch }),
    [optimizer, schedule, epochs, stepsPerEpoch],
  );
  if (!curve) return null;
  const point = at === undefined ? undefined : curve.points[Math.round(at * (curve.points.length - 1))];
  const onPointerMove = (event: PointerEvent<SVGSVGElement>) => {
    const { left, width } = event.currentTarget.getBoundingClientRect();
    setAt(Math.min(1, Math.max(0, (event.clientX - left) / width)));
  };
  const first = curve.points[0]?.rate ?? 0;
  const last = curve.points.at(-1)?.rate ?? 0;
  const told = { first: rateText(first), highest: rateText(curve.highest), last: rateText(last) };
  return (
    <figure className={styles.rate} data-testid="rate-picture">
      <svg
        className={styles.picture}
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={t('rateLabel', { epochs, ...told })}
        onPointerMove={onPointerMove}
        onPointerLeave={() => setAt(undefined)}
      >
        <path className={styles.rateArea} d={`${pathOf(curve)}V${HEIGHT}H${MARGIN}Z`} />
        <path className={styles.rateLine} data-worst={curve.worst} d={pathOf(curve)} />
        {at !== undefined && <path className={styles.rateCursor} d={`M${at * WIDTH} 0V${HEIGHT}`} />}
      </svg>
      <figcaption aria-hidden={point === undefined}>
        {point ? (
          t('rateAt', { epoch: point.epoch.toFixed(epochs > 20 ? 0 : 1), rate: rateText(point.rate) })
        ) : (
          <>
            <span>{told.first}</span>
            {told.highest !== told.first && told.highest !== told.last && (
              <span>{t('rateHighest', { rate: told.highest })}</span>
            )}
            <span>{told.last}</span>
          </>
        )}
      </figcaption>
      {curve.worst && <p className={styles.hint}>{t('rateWorst')}</p>}
    </figure>
  );
}

/** Line through the points of a curve, from 0 at the bottom to its highest rate. */
function pathOf({ points, highest }: RateCurve): string {
  const x = (i: number) => MARGIN + (points.length < 2 ? 0 : (i / (points.length - 1)) * (WIDTH - 2 * MARGIN));
  const y = (rate: number) => HEIGHT - MARGIN - (highest > 0 ? rate / highest : 0) * (HEIGHT - 2 * MARGIN);
  const [{ rate: start } = { rate: 0 }] = points;
  const line = points.map(({ rate }, i) => `L${x(i).toFixed(1)} ${y(rate).toFixed(1)}`).join('');
  return `M${x(0)} ${y(start).toFixed(1)}${line}${points.length < 2 ? `H${WIDTH - MARGIN}` : ''}`;
}
