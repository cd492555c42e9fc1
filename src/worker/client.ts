export { ExporterClient } from './client/exporterClient';
export { PredictorClient } from './client/predictorClient';
export { TrainerClient, type TrainerCrash } from './client/trainerClient';
export { type CrashReason, WorkerDied } from './client/workerHandle';
