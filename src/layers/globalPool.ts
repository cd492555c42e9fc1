import { ShapeError } from '../core/errors';
import { type Dim, formatShape } from '../core/shape';
import type { Value } from '../ir/op';
import { bool } from './fields';
import { defineLayer, type LayerDocs, unaryPorts } from './layer';

const params = {
  keepDims: bool({ en: 'Keep axes', 'zh-CN': '保留轴' }, false, {
    help: { en: 'Leave the pooled axes with size 1.', 'zh-CN': '保留被池化的轴，大小为 1。' },
  }),
};

/** One value of every channel: x [B, C, L] or [B, C, H, W] -> [B, C]. */
export function globalPool(type: string, op: 'reduceMean' | 'reduceMax', docs: LayerDocs) {
  return defineLayer({
    type,
    version: 1,
    migrations: {},
    group: 'pooling',
    params,
    ports: unaryPorts,
    brief: () => '',
    lower: ({ b }, inputs, { keepDims }) => {
      const x = inputs.x as Value;
      const { shape } = x.type;
      if (shape.length < 3)
        throw new ShapeError('rank', { expected: '>= 3 [B, C, …]', actual: `${shape.length} ${formatShape(shape)}` });
      const axes = shape.slice(2).map((_: Dim, i) => i + 2);
      return { y: b.op(op, [x], { axes, keepDims }) };
    },
    docs,
  });
}
