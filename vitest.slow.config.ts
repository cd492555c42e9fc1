import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['src/**/*.slow.test.{ts,tsx}', 'scripts/**/*.slow.test.mjs'],
    exclude: ['node_modules/**'],
    passWithNoTests: true,
    fileParallelism: false,
    testTimeout: 1_800_000,
  },
});
