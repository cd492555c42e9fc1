import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['src/**/*.test.{ts,tsx}', 'scripts/**/*.test.mjs'],
    exclude: ['**/*.slow.test.*', 'node_modules/**'],
    testTimeout: 30_000,
  },
});
