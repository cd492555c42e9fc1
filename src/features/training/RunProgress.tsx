import { type RefObject, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { type RunStatus, telemetry, useRun } from '../../stores/run';
import { formatClock, formatMegabytes } from './format';
import styles from './RunControls.module.css';
import { repaintOnChange, TEXT_INTERVAL } from './repaint';

type Tone = 'idle' | 'busy' | 'running' | 'paused' | 'stopped' | 'success' | 'danger';

const tones: Record<RunStatus, Tone> = {
  idle: 'idle',
  loading: 'busy',
  ready: 'paused',
  running: 'running',
  paused: 'paused',
  stopped: 'stopped',
  finished: 'success',
  failed: 'danger',
};

/** Epoch, step, time left and the bar. What changes with every step is written straight into the page. */
export function RunProgress() {
  const { t } = useTranslation('training');
  const status = useRun((state) => state.status);
  const data = useRun(({ data: now }) => (now && now.loadedBytes < now.totalBytes ? now : undefined));
  const refused = useRun((state) => state.status === 'failed' && state.info === undefined);
  const left = useRef<HTMLSpanElement>(null);
  const right = useRef<HTMLSpanElement>(null);
  const bar = useRef<HTMLDivElement>(null);
  const fetched = status === 'loading' && data ? data.loadedBytes / data.totalBytes : undefined;
  const epochs = useEpochCount();
  useProgress(refused ? 'loading' : status, { left, right, bar });
  const tone = fetched === undefined ? tones[status] : 'running';
  return (
    <div className={styles.progress} data-testid="run-progress" data-status={status}>
      <div className={styles.text} data-tone={tone}>
        <span>
          {status !== 'running' && (
            <b>{t(`status.${refused ? 'refused' : status === 'loading' && data ? 'fetching' : status}`)}</b>
          )}
          <span ref={left} />
        </span>
        <span ref={right}>
          {data && status === 'loading'
            ? `${formatMegabytes(data.loadedBytes)} / ${formatMegabytes(data.totalBytes)} MB`
            : null}
        </span>
      </div>
      <div
        ref={bar}
        className={styles.bar}
        role="progressbar"
        aria-label={t('progress')}
        aria-valuemin={0}
        aria-valuemax={100}
        data-tone={tone}
      >
        <div className={styles.fill} style={fetched === undefined ? undefined : { transform: `scaleX(${fetched})` }} />
        {epochs > 1 && epochs <= 20 && (
          <div className={styles.ticks}>
            {Array.from({ length: epochs }, (_, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: marks in a row
              <i key={i} />
            ))}
          </div>
        )}
      </div>
    </div>
  );
}

/** Epochs of the run that is loaded. */
function useEpochCount(): number {
  return useRun((state) => (state.status === 'loading' || state.status === 'idle' ? 0 : state.epochs));
}

interface Places {
  readonly left: RefObject<HTMLSpanElement | null>;
  readonly right: RefObject<HTMLSpanElement | null>;
  readonly bar: RefObject<HTMLDivElement | null>;
}

function useProgress(status: RunStatus, { left, right, bar }: Places): void {
  const { t } = useTranslation('training');
  useEffect(() => {
    if (status === 'loading') {
      if (left.current) left.current.textContent = '';
      return;
    }
    const fill = bar.current?.firstElementChild as HTMLElement | null | undefined;
    const paint = () => {
      const now = telemetry.progress;
      const share = now && now.steps > 0 ? now.step / now.steps : 0;
      if (fill) fill.style.transform = `scaleX(${share})`;
      bar.current?.setAttribute('aria-valuenow', String(Math.round(share * 100)));
      if (!left.current || !right.current) return;
      const separator = status === 'running' ? '' : ' · ';
      left.current.textContent = now
        ? separator + t(status === 'finished' ? 'epochSteps' : 'epochStep', { ...now })
        : '';
      right.current.textContent =
        now && status === 'running' ? t('timeLeft', { time: formatClock(now.secondsLeft) }) : '';
    };
    return repaintOnChange(telemetry, paint, TEXT_INTERVAL);
  }, [status, t, left, right, bar]);
}
