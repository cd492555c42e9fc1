import { IconEraser } from '@tabler/icons-react';
import { Suspense, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { HostTensor } from '../../core/tensor';
import { usePredict } from '../../stores/predict';
import { Hint } from '../common/Hint';
import { IconAction } from '../common/IconAction';
import { Camera, CameraToggle } from './Camera';
import { DiceButton } from './Controls';
import { DrawingPad } from './DrawingPad';
import styles from './PredictPanel.module.css';
import { usePad } from './pad';
import { type PictureInput, pictureTensor } from './picture';
import { rasterize } from './rasterize';
import { drawSeen } from './seen';

/** What lies on the pad, as the model takes it: bytes [1, C, H, W]; undefined while it is empty. */
export function useDrawn({ channels, height, width, centred }: PictureInput): HostTensor | undefined {
  const strokes = usePad((state) => state.strokes);
  const sample = usePad((state) => state.sample);
  return useMemo(() => {
    const size = { channels, height, width };
    return sample?.x ?? (strokes.length > 0 ? pictureTensor(rasterize(strokes, size, centred), size) : undefined);
  }, [strokes, sample, channels, height, width, centred]);
}

/** A pad to draw on, or to lay a test example on, and what the model sees of it. */
export function Paper({ input, drawn }: { readonly input: PictureInput; readonly drawn: HostTensor | undefined }) {
  const { t } = useTranslation('predict');
  const { strokes, sample, draw } = usePad();
  const seen = useRef<HTMLCanvasElement>(null);
  const [live, setLive] = useState(false);
  const { prepare } = usePredict.getState();
  const { height, width } = input;
  useEffect(() => drawSeen(seen.current, drawn), [drawn]);
  const seenText = t('seen', { width, height });
  return (
    <div className={styles.paper}>
      {live ? (
        <Suspense fallback={<div className={styles.pad} style={{ aspectRatio: String(width / height) }} />}>
          <Camera {...input} />
        </Suspense>
      ) : (
        <DrawingPad
          strokes={strokes}
          onChange={draw}
          onEnter={prepare}
          aspect={height / width}
          picture={sample?.x}
          hint={strokes.length === 0 && !sample ? t('draw') : undefined}
        />
      )}
      <div className={styles.actions}>
        {!live && <PadActions />}
        <CameraToggle live={live} onChange={setLive} />
        <Hint label={seenText}>
          <canvas ref={seen} className={styles.seen} role="img" aria-label={seenText} data-testid="seen" />
        </Hint>
      </div>
    </div>
  );
}

function PadActions() {
  const { t } = useTranslation('predict');
  const empty = usePad(({ strokes, sample }) => strokes.length === 0 && !sample);
  const { clear, takeSample } = usePad.getState();
  return (
    <>
      <IconAction label={t('clear')} onClick={clear} disabled={empty} data-testid="pad-clear">
        <IconEraser size={16} stroke={1.7} />
      </IconAction>
      <DiceButton label={t('sample')} onClick={() => void takeSample()} id="pad-sample" />
    </>
  );
}
