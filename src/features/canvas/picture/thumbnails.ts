import type { HostTensor } from '../../../core/tensor';
import { drawThumbnail, planThumbnail } from '../../training/thumbnail';
import { NODE_WIDTH } from '../geometry';
import type { Thumbnail } from './cards';

const WIDTH = NODE_WIDTH - 20;

interface Made {
  readonly scheme: 'light' | 'dark';
  readonly thumbnail: Thumbnail;
}

const made = new WeakMap<HostTensor, Made>();

/**
 * Live pictures of what nodes compute, each drawn once.
 * @param byNode by their paths in the whole model
 * @param prefix what the paths of the drawing's nodes begin with
 */
export function thumbnailsOf(
  byNode: ReadonlyMap<string, HostTensor>,
  prefix: string,
): (id: string) => Thumbnail | undefined {
  return (id) => {
    const tensor = byNode.get(prefix + id);
    const plan = tensor && planThumbnail(tensor.dims, WIDTH);
    if (!tensor || !plan) return undefined;
    const scheme = document.documentElement.dataset.mantineColorScheme === 'dark' ? 'dark' : 'light';
    const known = made.get(tensor);
    if (known?.scheme === scheme) return known.thumbnail;
    const image = document.createElement('canvas');
    drawThumbnail(image, tensor, plan, scheme, 1);
    const thumbnail = { image, width: plan.width, height: plan.height };
    made.set(tensor, { scheme, thumbnail });
    return thumbnail;
  };
}
