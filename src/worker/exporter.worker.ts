import { expose } from 'comlink';
import { fetchFrom } from '../data/loader';
import { withOwn } from '../data/opfs';
import { exportModel } from './engine/exportModel';
import { Trials } from './engine/trial';
import type { ExporterApi } from './protocol';

const trials = new Trials((dataUrl) => withOwn(fetchFrom(dataUrl)));

const exporter: ExporterApi = {
  async exportModel(document, checkpoint, dataUrl) {
    const known =
      dataUrl === undefined
        ? document
        : await trials.withLearned({ document, dataUrl, statistics: checkpoint?.statistics });
    return exportModel(known, checkpoint);
  },
  testRows: (...args) => trials.testRows(...args),
  lexicons: (request) => trials.lexicons(request),
  encode: (...args) => trials.encode(...args),
};

expose(exporter);
