import { ExporterClient, TrainerClient } from '../worker/client';

/** The workers of this page. Each starts at its first call. */
export const trainer = new TrainerClient();
export const exporter = new ExporterClient();

/** Where the data sets are served from. */
export const dataUrl = new URL(
  `${import.meta.env.BASE_URL}data/`,
  typeof location === 'undefined' ? 'http://localhost' : location.href,
).href;
