import { IconContrast, IconEraser } from '@tabler/icons-react';
import { Suspense, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isOwn } from '../../core/ownData';
import type { HostTensor } from '../../core/tensor';
import { usePredict } from '../../stores/predict';
import { Hint } from '../common/Hint';
import { IconAction } from '../common/IconAction';
import { Camera, CameraToggle } from './Camera';
import { DiceButton } from './Controls';
import { DrawingPad } from './DrawingPad';
import { inkOf, onWhite } from './ground';
import { turn, useGround, useTurned } from './grounds';
import { showFile } from './outside';
import styles from './PredictPanel.module.css';
import { usePad } from './pad';
import { type PictureInput, pictureTensor } from './picture';
import { rasterize } from './rasterize';
import { drawSeen } from './seen';

/** What lies on the pad, as the model takes it: bytes [1, C, H, W]; undefined while it is empty. Ink lies on what the examples' does. */
export function useDrawn({ channels, height, width, centred, dataset, column }: PictureInput): HostTensor | undefined {
  const strokes = usePad((state) => state.strokes);
  const sample = usePad((state) => state.sample);
  // drawings of the catalogue all lie on black: their examples need not be fetched for a stroke
  const asks = sample?.taken === true || (strokes.length > 0 && isOwn(dataset));
  const ground = useGround({ dataset, column }, asks);
  const turned = useTurned(dataset);
  return useMemo(() => {
    if (sample) return sample.taken && turned ? inkOf(sample.x) : sample.x;
    if (strokes.length === 0) return undefined;
    const size = { channels, height, width };
    const drawn = pictureTensor(rasterize(strokes, size, centred), size);
    return ground === 'white' ? onWhite(drawn) : drawn;
  }, [strokes, sample, turned, ground, channels, height, width, centred]);
}

/** A pad to draw on, or to lay a test example on, and what the model sees of it. */
export function Paper({ input, drawn }: { readonly input: PictureInput; readonly drawn: HostTensor | undefined }) {
  const { t } = useTranslation('predict');
  const { strokes, sample, draw } = usePad();
  const taken = sample?.taken === true;
  const seen = useRef<HTMLCanvasElement>(null);
  const [live, setLive] = useState(false);
  const { prepare } = usePredict.getState();
  const { height, width } = input;
  useEffect(() => drawSeen(seen.current, drawn), [drawn]);
  const seenText = t('seen', { width, height });
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the data room takes pictures by a button too
    <div
      className={styles.paper}
      onDragOver={(event) => event.dataTransfer.types.includes('Files') && event.preventDefault()}
      onDrop={(event) => {
        const [file] = event.dataTransfer.files;
        if (live || event.dataTransfer.files.length !== 1 || !file?.type.startsWith('image/')) return;
        event.preventDefault();
        void showFile(file, input);
      }}
    >
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
        {(live || taken) && <TurnToggle dataset={input.dataset} />}
        <CameraToggle live={live} onChange={setLive} />
        <Hint label={seenText}>
          <canvas ref={seen} className={styles.seen} role="img" aria-label={seenText} data-testid="seen" />
        </Hint>
      </div>
    </div>
  );
}

/** Whether dark ink on light paper is put to the model as light ink on black. */
function TurnToggle({ dataset }: Pick<PictureInput, 'dataset'>) {
  const { t } = useTranslation('predict');
  const turned = useTurned(dataset);
  return (
    <IconAction
      label={t('turn')}
      hint={t('turnHelp')}
      aria-pressed={turned}
      className={styles.toggle}
      onClick={() => turn(dataset, !turned)}
      data-testid="pad-turn"
    >
      <IconContrast size={16} stroke={1.7} />
    </IconAction>
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
