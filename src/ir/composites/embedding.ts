import type { Builder } from '../builder';
import type { Value } from '../op';

/**
 * Rows of a table [V, D] by index: int32 [..] -> [.., D]. The row `paddingIndex`, where there is one, reads as zeros and learns
 * nothing (torch.nn.Embedding's padding_idx, whose row starts at zero and stays there).
 */
export function embedding(b: Builder, table: Value, indices: Value, paddingIndex?: number): Value {
  const rows = b.op('gather', [table, indices], { axis: 0 });
  if (paddingIndex === undefined) return rows;
  const { dtype } = table.type;
  const isPadding = b.op('equal', [indices, b.scalar(paddingIndex, indices.type.dtype)]);
  const alongRows = b.reshape(isPadding, [...indices.type.shape, 1]);
  return b.op('where', [alongRows, b.scalar(0, dtype), rows]);
}
