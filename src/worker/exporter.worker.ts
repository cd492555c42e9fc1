import { expose } from 'comlink';
import { exportModel } from './engine/exportModel';
import type { ExporterApi } from './protocol';

const exporter: ExporterApi = {
  async exportModel(document, checkpoint) {
    return exportModel(document, checkpoint);
  },
};

expose(exporter);
