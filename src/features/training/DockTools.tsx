import { Loader, Slider, UnstyledButton } from '@mantine/core';
import { IconPhoto, IconPhotoOff, IconTargetArrow } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { telemetry, useRun } from '../../stores/run';
import { useRunSettings } from '../../stores/runSettings';
import { formatCount } from '../common/format';
import { Hint } from '../common/Hint';
import { IconAction } from '../common/IconAction';
import styles from './DockTools.module.css';
import { formatLoss, formatMs, formatOf } from './format';
import { ProviderMenu } from './ProviderMenu';
import { repaintOnChange, TEXT_INTERVAL } from './repaint';

/** Right of the dock's tabs: test result, smoothing, live pictures, speed and device. */
export function DockTools() {
  return (
    <div className={styles.tools}>
      <TestResult />
      <Smoothing />
      <LivePictures />
      <Speed />
      <ProviderMenu />
    </div>
  );
}

/** Measures on the official test split, and keeps the answer in sight. */
function TestResult() {
  const { t } = useTranslation('training');
  const test = useRun((state) => state.test);
  const testing = useRun((state) => state.testing);
  const possible = useRun(
    (state) =>
      state.checkpoint !== undefined &&
      (state.status === 'paused' || state.status === 'stopped' || state.status === 'finished'),
  );
  if (!test && !testing && !possible) return null;
  const [metric, value] = test ? (Object.entries(test.metrics)[0] ?? ['loss', test.loss]) : [];
  const result = metric !== undefined && value !== undefined ? formatOf(metric)(value) : undefined;
  const help = test
    ? t('test.help', {
        examples: formatCount(test.examples),
        loss: formatLoss(test.loss),
        step: formatCount(test.step),
      })
    : t('test.invite');
  return (
    <Hint label={help} multiline maw={280}>
      <UnstyledButton
        className={styles.chip}
        disabled={testing || !possible}
        onClick={() => void useRun.getState().runTest()}
        data-testid="test-result"
        data-value={value}
      >
        {testing ? <Loader size={12} /> : <IconTargetArrow size={14} stroke={1.7} />}
        <span>
          {testing
            ? t('test.running')
            : result
              ? t(`test.${metric === 'accuracy' ? 'accuracy' : 'other'}`)
              : t('test.run')}
        </span>
        {result && !testing && <b>{result}</b>}
      </UnstyledButton>
    </Hint>
  );
}

function Smoothing() {
  const { t } = useTranslation('training');
  const { smoothing, set } = useRunSettings();
  return (
    <Hint label={t('smoothing.help')} multiline maw={260}>
      <div className={styles.smoothing}>
        <span id="run-smoothing">{t('smoothing.label')}</span>
        <Slider
          className={styles.slider}
          size={4}
          thumbSize={12}
          label={null}
          min={0}
          max={0.99}
          step={0.01}
          value={smoothing}
          onChange={(value) => set({ smoothing: value })}
          thumbProps={{ 'aria-labelledby': 'run-smoothing' }}
        />
        <output>{smoothing.toFixed(2)}</output>
      </div>
    </Hint>
  );
}

function LivePictures() {
  const { t } = useTranslation('training');
  const { livePictures, set } = useRunSettings();
  const label = t(livePictures ? 'pictures.hide' : 'pictures.show');
  return (
    <IconAction
      label={label}
      aria-pressed={livePictures}
      onClick={() => set({ livePictures: !livePictures })}
      data-testid="live-pictures"
    >
      {livePictures ? <IconPhoto size={16} stroke={1.7} /> : <IconPhotoOff size={16} stroke={1.7} />}
    </IconAction>
  );
}

function Speed() {
  const { t } = useTranslation('training');
  const place = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    const paint = () => {
      const ms = telemetry.progress?.msPerStep;
      if (place.current) place.current.textContent = ms ? t('msPerStep', { ms: formatMs(ms) }) : '';
    };
    return repaintOnChange(telemetry, paint, TEXT_INTERVAL);
  }, [t]);
  return <span ref={place} className={styles.speed} data-testid="ms-per-step" />;
}
