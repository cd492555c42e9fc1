import { hostTensor } from '../core/tensor';
import type { Builder } from '../ir/builder';
import type { Value } from '../ir/op';

/** Class numbers [B, ...] -> float32 [B, ..., N]. Comparison instead of OneHot, which has no WebGPU kernel. */
export function oneHot(b: Builder, label: Value, count: number): Value {
  const { shape } = label.type;
  const range = b.constant(
    hostTensor(
      'int32',
      [...shape.map(() => 1), count],
      Int32Array.from({ length: count }, (_, i) => i),
    ),
  );
  return b.op('cast', [b.op('equal', [b.reshape(label, [...shape, 1]), range])], { to: 'float32' });
}
