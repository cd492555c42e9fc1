import type { HostTensor } from '../../core/tensor';

/** Draws a picture [1, C, H, W] or [C, H, W] of bytes at its own size, as the model gets it; clears where there is none. */
export function drawSeen(canvas: HTMLCanvasElement | null, picture: HostTensor | undefined): void {
  if (!canvas) return;
  const context = canvas.getContext('2d');
  if (!context) return;
  canvas.dataset.empty = String(picture === undefined);
  if (!picture) {
    context.clearRect(0, 0, canvas.width, canvas.height);
    return;
  }
  const [channels = 1, height = 1, width = 1] = picture.dims.slice(-3);
  canvas.width = width;
  canvas.height = height;
  const image = new ImageData(width, height);
  const size = width * height;
  for (let i = 0; i < size; i++) {
    for (let channel = 0; channel < 3; channel++) {
      image.data[4 * i + channel] = Number(picture.data[(channels === 3 ? channel : 0) * size + i]);
    }
    image.data[4 * i + 3] = 255;
  }
  context.putImageData(image, 0, 0);
}
