import type { HostTensor } from '../../core/tensor';
import type { NetDocument } from '../../document/schema';
import { columnsOf, dataset } from '../../layers/defs/dataset';

/** The picture a model wants: raw bytes [channels, height, width], 0 … 255. */
export interface PictureInput {
  readonly dataset: string;
  readonly column: string;
  readonly channels: number;
  readonly height: number;
  readonly width: number;
  /** Drawings are scaled and centred as the examples of the data set were. */
  readonly centred: boolean;
}

/** Data sets whose examples were fitted to a box and centred by their mass. */
const centredDatasets = new Set(['mnist']);
const largestSide = 512;

/** The picture the document's data node gives; the shape itself where that is no picture one could draw; undefined without data. */
export function pictureInput(document: NetDocument): PictureInput | readonly number[] | undefined {
  const node = document.nodes.find(({ type }) => type === dataset.type);
  if (!node) return undefined;
  const column = columnsOf(node.params).find(({ target }) => !target);
  if (!column) return undefined;
  const dims = column.shape;
  const [channels = 0, height = 0, width = 0] = dims.length === 2 ? [1, ...dims] : dims;
  const drawable = dims.length >= 2 && dims.length <= 3 && (channels === 1 || channels === 3);
  if (!drawable || Math.max(height, width) > largestSide || Math.min(height, width) < 4) return dims;
  const id = String(node.params.dataset ?? dataset.params.dataset.default);
  return { dataset: id, column: column.name, channels, height, width, centred: centredDatasets.has(id) };
}

export const isPicture = (input: PictureInput | readonly number[] | undefined): input is PictureInput =>
  input !== undefined && 'channels' in input;

/** Ink 0 … 1 as the batch of one picture the model takes: white on black, alike in every channel. */
export function pictureTensor(
  ink: Float32Array,
  { channels, height, width }: Pick<PictureInput, 'channels' | 'height' | 'width'>,
): HostTensor {
  const data = new Uint8Array(channels * height * width);
  for (let channel = 0; channel < channels; channel++) {
    for (let i = 0; i < ink.length; i++) data[channel * ink.length + i] = Math.round((ink[i] as number) * 255);
  }
  return { dtype: 'uint8', dims: [1, channels, height, width], data };
}

/** Names of the answers, as far as the data node knows them. */
export function classesOf(document: NetDocument): readonly string[] {
  const node = document.nodes.find(({ type }) => type === dataset.type);
  return (node && columnsOf(node.params).find(({ target }) => target)?.classes) ?? [];
}
