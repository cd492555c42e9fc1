import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

/** Tests that change what a process has one of (timers, globals, a runtime's memory, stores): each file in a process of its own. */
const alone = [
  'src/compiler/work.test.ts',
  'src/data/opfs.test.ts',
  'src/features/canvas/markdown.test.ts',
  'src/runtime/**/*.test.ts',
  'src/storage/**/*.test.ts',
  'src/stores/**/*.test.ts',
  'src/worker/client/*.test.ts',
  'src/worker/eventBatcher.test.ts',
];
const slow = ['**/*.slow.test.*', 'node_modules/**'];

export default defineConfig({
  test: {
    testTimeout: 30_000,
    // vitest leaves one core to itself: of two, half
    maxWorkers: Math.min(availableParallelism(), 8),
    projects: [
      {
        extends: true,
        test: {
          name: 'shared',
          include: ['src/**/*.test.{ts,tsx}', 'scripts/**/*.test.mjs'],
          exclude: [...slow, ...alone],
          // the operators and layers are loaded once a process, not once a file: half of the processor time of most files
          isolate: false,
        },
      },
      { extends: true, test: { name: 'alone', include: alone, exclude: slow } },
    ],
  },
});
