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

export interface GridShape {
  readonly channels: number;
  readonly height: number;
  readonly width: number;
  readonly columns: number;
}

/**
 * Draws pictures [n, C, H, W] in rows of `columns`, one pixel apart, on a canvas of their size. Numbers from 0 to 1, or from -1
 * to 1 where some are below zero.
 */
export function drawGrid(canvas: HTMLCanvasElement | null, data: ArrayLike<number>, shape: GridShape): void {
  const context = canvas?.getContext('2d');
  if (!canvas || !context) return;
  const { channels, height, width, columns } = shape;
  const size = channels * height * width;
  const count = Math.floor(data.length / size);
  const across = Math.max(1, Math.min(columns, count));
  const rows = Math.max(1, Math.ceil(count / across));
  canvas.width = across * (width + 1) - 1;
  canvas.height = rows * (height + 1) - 1;
  const signed = Array.prototype.some.call(data, (value: number) => value < -0.05);
  const bright = (value: number) => 255 * (signed ? (value + 1) / 2 : value);
  for (let picture = 0; picture < count; picture++) {
    const image = new ImageData(width, height);
    for (let i = 0; i < width * height; i++) {
      for (let c = 0; c < 3; c++) {
        const plane = channels === 3 ? c : 0;
        image.data[4 * i + c] = bright(data[picture * size + plane * width * height + i] as number);
      }
      image.data[4 * i + 3] = 255;
    }
    context.putImageData(image, (picture % across) * (width + 1), Math.floor(picture / across) * (height + 1));
  }
}
