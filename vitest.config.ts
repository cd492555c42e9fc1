import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['src/**/*.test.{ts,tsx}', 'scripts/**/*.test.mjs'],
    exclude: ['**/*.slow.test.*', 'node_modules/**'],
    passWithNoTests: true,
    testTimeout: 30_000,
  },
});
