import { Button } from '@mantine/core';
import { IconCamera, IconCameraOff } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { IconAction } from '../common/IconAction';
import { frameOf } from '../data/collect/camera';
import { useCamera } from '../data/collect/useCamera';
import styles from './Camera.module.css';
import paper from './PredictPanel.module.css';
import { usePad } from './pad';
import type { PictureInput } from './picture';

/** Between two questions, ms. */
const EVERY = 200;

type Size = Pick<PictureInput, 'channels' | 'height' | 'width'>;

/** The camera in the place of the pad: its middle, as large as the model takes it, is put to the model a few times a second. */
export function Camera({ channels, height, width }: Size) {
  const { t } = useTranslation('dataRoom');
  const video = useRef<HTMLVideoElement>(null);
  const { problem, ready, mirrored, retry } = useCamera(video);
  useEffect(() => {
    if (!ready) return;
    const size = { width, height, channels: channels === 3 ? 3 : 1 } as const;
    const look = () => {
      const data = video.current && !document.hidden ? frameOf(video.current, size) : undefined;
      if (data) usePad.getState().show({ dtype: 'uint8', dims: [1, size.channels, height, width], data });
    };
    look();
    const timer = setInterval(look, EVERY);
    return () => clearInterval(timer);
  }, [ready, channels, height, width]);
  return (
    <div className={paper.pad} style={{ aspectRatio: String(width / height) }}>
      {problem ? (
        <div className={styles.problem} role="alert" data-testid="live-problem">
          <p>{t(`collect.camera.${problem}`)}</p>
          <Button size="compact-xs" variant="default" onClick={retry}>
            {t('collect.camera.retry')}
          </Button>
        </div>
      ) : (
        <video
          ref={video}
          className={styles.view}
          muted
          playsInline
          aria-label={t('collect.camera.view')}
          data-mirrored={mirrored}
          data-testid="live"
        />
      )}
    </div>
  );
}

interface ToggleProps {
  readonly live: boolean;
  onChange(live: boolean): void;
}

/** Turns the camera on and off. */
export function CameraToggle({ live, onChange }: ToggleProps) {
  const { t } = useTranslation('predict');
  const label = t(live ? 'cameraOff' : 'camera');
  const Icon = live ? IconCameraOff : IconCamera;
  return (
    <IconAction label={label} onClick={() => onChange(!live)} data-testid="pad-camera">
      <Icon size={16} stroke={1.7} />
    </IconAction>
  );
}
