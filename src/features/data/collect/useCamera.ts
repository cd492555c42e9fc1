import { type RefObject, useEffect, useState } from 'react';
import { type CameraProblem, problemOf, startCamera } from './camera';

export interface Camera {
  readonly problem: CameraProblem | undefined;
  readonly ready: boolean;
  /** Shown as in a mirror, which is what one expects of a camera that looks at oneself; its pictures are not. */
  readonly mirrored: boolean;
  retry(): void;
}

/** Runs the camera as long as the component is there. */
export function useCamera(video: RefObject<HTMLVideoElement | null>): Camera {
  const [attempt, setAttempt] = useState(0);
  const [problem, setProblem] = useState<CameraProblem | undefined>(undefined);
  const [ready, setReady] = useState(false);
  const [mirrored, setMirrored] = useState(true);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another attempt asks again
  useEffect(() => {
    let gone = false;
    let stream: MediaStream | undefined;
    const stop = () => {
      for (const track of stream?.getTracks() ?? []) track.stop();
    };
    const show = async () => {
      stream = await startCamera();
      if (gone || !video.current) return stop();
      video.current.srcObject = stream;
      // Media Capture and Streams, section 4.3.8: the camera that looks away from the user
      setMirrored(stream.getVideoTracks()[0]?.getSettings().facingMode !== 'environment');
      await video.current.play();
      if (!gone) setReady(true);
    };
    show().catch((error: unknown) => {
      stop();
      if (!gone) setProblem(problemOf(error));
    });
    return () => {
      gone = true;
      stop();
      setReady(false);
    };
  }, [attempt, video]);
  const retry = () => {
    setProblem(undefined);
    setAttempt(attempt + 1);
  };
  return { problem, ready, mirrored, retry };
}
