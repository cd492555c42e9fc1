import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Executor } from '../../runtime/executor';
import { createNodeExecutor } from '../../runtime/nodeExecutor';
import { given } from '../../testing/cases/case';
import { deviation } from '../../testing/compare';
import { interpret } from '../../testing/reference/interpret';
import { runOnnx } from '../../testing/runOnnx';
import { Builder } from '../builder';

let executor: Executor;
beforeAll(async () => {
  executor = await createNodeExecutor({ provider: 'cpu', threads: 1 });
});
afterAll(() => executor.dispose());

/** An operator that makes the file declare opset 20, where Gelu is one. */
const modern = { opType: 'Identity', since: 20, attributes: {}, places: [0], bodies: {} };

describe.each(['none', 'tanh'] as const)('gelu that is not differentiated, approximate %s', (approximate) => {
  it.each([17, 20])('opset %i', async (opset) => {
    const b = new Builder();
    const type = { dtype: 'float32', shape: [9] } as const;
    const source = b.input('x', type);
    const input = opset === 17 ? source : b.op('onnx', [source], { ...modern, types: [type] });
    const gelu = b.graph({ y: b.op('gelu', [input], { approximate }) });
    const x = given([9], -30, -3, -1, -0.25, 0, 0.25, 1, 3, 30);
    const { y } = await runOnnx(executor, gelu, { x }, 'cpu');
    const plain = new Builder();
    const expected = interpret(plain.graph({ y: plain.op('gelu', [plain.input('x', type)], { approximate }) }), { x });
    const { largest, at } = deviation(y, expected.y!, 1e-2);
    expect(largest, at).toBeLessThan(2e-5); // Tanh is right to 1e-7 in absolute terms
  });
});
