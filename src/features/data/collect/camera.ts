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

/** The middle square of what the camera shows now: bytes [channels, side, side]; undefined before its first picture. */
export function frameOf(video: HTMLVideoElement, side: number, channels: 1 | 3): Uint8Array | undefined {
  const { videoWidth: width, videoHeight: height } = video;
  const square = Math.min(width, height);
  if (square === 0) return undefined;
  if (canvas?.width !== side) canvas = new OffscreenCanvas(side, side);
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) return undefined;
  context.imageSmoothingQuality = 'high';
  context.drawImage(video, (width - square) / 2, (height - square) / 2, square, square, 0, 0, side, side);
  return planes(context.getImageData(0, 0, side, side).data, side * side, channels);
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
