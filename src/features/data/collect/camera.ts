/** Why there is no picture of a camera. */
export type CameraProblem = 'refused' | 'none' | 'busy' | 'insecure' | 'failed';

/** Starts a camera. Rejects with what `problemOf` names. */
export async function startCamera(): Promise<MediaStream> {
  if (!navigator.mediaDevices?.getUserMedia) throw new DOMException('', 'SecurityError');
  return navigator.mediaDevices.getUserMedia({
    video: { width: { ideal: 640 }, height: { ideal: 480 } },
    audio: false,
  });
}

/** By the names of Media Capture and Streams, section 10.2. */
export function problemOf(error: unknown): CameraProblem {
  switch (error instanceof DOMException ? error.name : '') {
    case 'NotAllowedError':
      return 'refused';
    case 'NotFoundError':
    case 'OverconstrainedError':
      return 'none';
    case 'NotReadableError':
    case 'AbortError':
      return 'busy';
    case 'SecurityError':
      return 'insecure';
    default:
      return 'failed';
  }
}

let canvas: OffscreenCanvas | undefined;

export interface FrameSize {
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3;
}

/** The middle of what the camera shows now: bytes [channels, height, width]; undefined before its first picture. */
export const frameOf = (video: HTMLVideoElement, size: FrameSize): Uint8Array | undefined =>
  middleOf(video, video.videoWidth, video.videoHeight, size);

/** The middle of a picture `across` wide and `down` high: bytes [channels, height, width]; undefined where it has no size. */
export function middleOf(
  picture: CanvasImageSource,
  across: number,
  down: number,
  { width, height, channels }: FrameSize,
): Uint8Array | undefined {
  const scale = Math.min(across / width, down / height);
  if (scale === 0) return undefined;
  if (canvas?.width !== width || canvas.height !== height) canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) return undefined;
  const [w, h] = [scale * width, scale * height];
  context.imageSmoothingQuality = 'high';
  context.drawImage(picture, (across - w) / 2, (down - h) / 2, w, h, 0, 0, width, height);
  return planes(context.getImageData(0, 0, width, height).data, width * height, channels);
}

/** RGBA side by side as planes; grey by ITU-R BT.601. */
function planes(data: Uint8ClampedArray, size: number, channels: 1 | 3): Uint8Array {
  const out = new Uint8Array(channels * size);
  for (let p = 0; p < size; p++) {
    const [r = 0, g = 0, b = 0] = [data[4 * p], data[4 * p + 1], data[4 * p + 2]];
    if (channels === 1) out[p] = Math.round(0.299 * r + 0.587 * g + 0.114 * b);
    else {
      out[p] = r;
      out[size + p] = g;
      out[2 * size + p] = b;
    }
  }
  return out;
}
