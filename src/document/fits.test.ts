import { describe, expect, it } from 'vitest';
import type { TensorType } from '../core/shape';
import { addNode } from './edit';
import { emptyDocument } from './edit.fixture';
import { takes } from './fits';

const picture: TensorType = { dtype: 'float32', shape: ['B', 1, 28, 28] };
const vector: TensorType = { dtype: 'float32', shape: ['B', 10] };
const label: TensorType = { dtype: 'int32', shape: ['B'] };
const node = (type: string) => addNode(emptyDocument(), type, { x: 0, y: 0 }).document.nodes[0]!;

describe('takes', () => {
  it.each([
    ['conv2d', 'x', picture, true],
    ['conv2d', 'x', vector, false],
    ['maxPool2d', 'x', label, false],
    ['dense', 'x', vector, true],
    ['dense', 'x', label, false],
    ['relu', 'x', picture, true],
    ['output', 'x', vector, true],
    ['dense', 'nothing', vector, false],
  ])('%s at %s: %j -> %s', (type, port, given, answer) => {
    expect(takes(node(type), port, given)).toBe(answer);
  });

  it('looks at the other inputs where they are known', () => {
    const loss = node('crossEntropy');
    expect(takes(loss, 'target', label)).toBe(true);
    expect(takes(loss, 'target', label, { logits: vector })).toBe(true);
    expect(takes(loss, 'target', picture, { logits: vector })).toBe(false);
    expect(takes(loss, 'logits', vector, { target: { dtype: 'float32', shape: ['B', 9] } })).toBe(false);
  });
});
