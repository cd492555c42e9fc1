import { Button } from '@mantine/core';
import { IconCamera } from '@tabler/icons-react';
import { type RefObject, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './Collect.module.css';
import { frameOf } from './camera';
import { addShot, useCollect } from './collectStore';
import { useCamera } from './useCamera';

/** Between two pictures while the button is held, ms. */
const EVERY = 120;

let bursts = 0;

/** What the camera sees; pictures are taken as long as the button, the space bar or a class' number is held. */
export function CameraInput({ held }: { readonly held: boolean }) {
  const { t } = useTranslation('dataRoom');
  const video = useRef<HTMLVideoElement>(null);
  const { problem, ready, mirrored, retry } = useCamera(video);
  const [pressed, setPressed] = useState(false);
  const taking = ready && (held || pressed);
  useTaking(video, taking);
  if (problem)
    return (
      <div className={styles.noCamera} role="alert" data-testid="camera-problem">
        <p>{t(`collect.camera.${problem}`)}</p>
        <Button size="xs" variant="default" onClick={retry}>
          {t('collect.camera.retry')}
        </Button>
      </div>
    );
  const release = () => setPressed(false);
  return (
    <>
      <div className={styles.view} data-taking={taking} data-mirrored={mirrored}>
        <video ref={video} muted playsInline aria-label={t('collect.camera.view')} data-testid="camera" />
      </div>
      <Button
        size="xs"
        disabled={!ready}
        leftSection={<IconCamera size={14} />}
        onPointerDown={() => setPressed(true)}
        onPointerUp={release}
        onPointerLeave={release}
        onPointerCancel={release}
        onKeyDown={({ key }) => (key === ' ' || key === 'Enter') && setPressed(true)}
        onKeyUp={release}
        onBlur={release}
        data-testid="camera-take"
      >
        {t('collect.camera.take')}
      </Button>
    </>
  );
}

/** A picture at once, and one every so often. */
function useTaking(video: RefObject<HTMLVideoElement | null>, taking: boolean): void {
  useEffect(() => {
    if (!taking) return;
    const burst = `burst ${++bursts}`;
    const take = () => {
      const { side, channels } = useCollect.getState().draft;
      const pixels = video.current && frameOf(video.current, { width: side, height: side, channels });
      if (pixels) addShot(pixels, burst);
    };
    take();
    const timer = setInterval(take, EVERY);
    return () => clearInterval(timer);
  }, [taking, video]);
}
