import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { locales } from '../../core/locale';
import type { Executor } from '../../runtime/executor';
import { createNodeExecutor } from '../../runtime/nodeExecutor';
import { drawnBlocks } from '../../testing/blocks';
import { expectGolden } from '../../testing/goldens/expectGolden';
import { exportBlock } from '../../testing/goldens/exported';
import { loadGoldens } from '../../testing/goldens/load';
import { blockProgram } from '../../testing/program';
import { interpret } from '../../testing/reference/interpret';
import { runOnnx } from '../../testing/runOnnx';
import { modulePresets } from './presets';

const remake = 'npx tsx scripts/goldens/exportBlocks.ts | python3 scripts/goldens/blocks.py';
const goldens = loadGoldens('blocks');

let executor: Executor;
beforeAll(async () => {
  executor = await createNodeExecutor({ provider: 'cpu', threads: 1 });
});
afterAll(() => executor.dispose());

describe('ready-made modules', () => {
  for (const { id, title, summary, aliases } of modulePresets)
    it(`${id} is documented in every language`, () => {
      for (const locale of locales) for (const text of [title, summary]) expect(text[locale]).not.toBe('');
      expect(aliases.some((alias) => /\p{Script=Han}/u.test(alias))).toBe(true);
    });

  for (const { id, create } of modulePresets)
    it(`${id} is drawn with every card at a place of its own`, () => {
      const places = create('block_1', 'Block').nodes.map(({ position }) => `${position.x} ${position.y}`);
      expect(new Set(places).size).toBe(places.length);
    });

  for (const block of drawnBlocks())
    it(`${block.preset}, ${block.name}: the values and gradients of PyTorch's layer`, async () => {
      const { graph, feeds } = blockProgram(block);
      const golden = goldens.get(`${block.preset}/${block.name}`);
      if (!golden) throw new Error(`no golden value: ${remake}`);
      expect(exportBlock(block).digest, `the case has changed: ${remake}`).toBe(golden.digest);
      // sums over heads, steps and features cancel: small elements are compared with the largest of their tensor
      expectGolden(interpret(graph, feeds), golden, 1e-5, 1e-2);
      expectGolden(await runOnnx(executor, graph, feeds, 'cpu'), golden, 1e-4, 1e-2);
    });
});
