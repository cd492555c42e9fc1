import { defineConfig } from '@playwright/test';
import { findChromium } from './scripts/chromium.mjs';

const port = Number(process.env.NETLOOM_E2E_PORT ?? 4317);
const executablePath = findChromium();

const args = [
  '--no-sandbox',
  '--headless=new',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const browser = (extra: string[]) => ({
  browserName: 'chromium' as const,
  launchOptions: { args: [...args, ...extra], ...(executablePath ? { executablePath } : {}) },
});

/** Tests that train: each takes both cores, so the gate runs them alone and all others two at a time. */
const training = /(training|predict|predictCamera|export)\.spec\.ts$/;
const parts = {
  all: {},
  training: { testMatch: training },
  editing: { testIgnore: training, workers: 2 },
};
const part = Object.entries(parts).find(([name]) => name === process.env.NETLOOM_E2E_PART)?.[1] ?? parts.all;

export default defineConfig({
  testDir: 'e2e',
  outputDir: `test-results/${process.env.NETLOOM_E2E_PART ?? 'all'}`,
  // timings are for `npm run bench:page`: they hold on a quiet machine only
  ...(process.env.NETLOOM_TIMED ? { grep: /@timed/ } : { grepInvert: /@timed/ }),
  workers: 1,
  ...part,
  // machines stall for seconds: a test is tried twice, and the gate names those that needed it
  retries: 1,
  timeout: 90_000,
  forbidOnly: Boolean(process.env.CI),
  reporter: [['list']],
  use: {
    baseURL: `http://localhost:${port}`,
    viewport: { width: 1280, height: 720 },
    // recording one takes as long as the test itself
    trace: process.env.NETLOOM_TRACE ? 'retain-on-failure' : 'off',
    screenshot: 'only-on-failure',
  },
  projects: [
    { name: 'wasm', use: browser([]) },
    { name: 'webgpu', grep: /@webgpu/, use: browser(['--enable-unsafe-webgpu']) },
  ],
  webServer: {
    command: `${process.env.NETLOOM_BUILT ? '' : 'npm run -s build && '}npx vite preview --port ${port} --strictPort --logLevel warn`,
    url: `http://localhost:${port}`,
    reuseExistingServer: false,
    timeout: 120_000,
  },
});
