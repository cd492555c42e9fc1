import { expose } from 'comlink';
import { fetchFrom } from '../data/loader';
import { withOwn } from '../data/opfs';
import { TestExamples } from './engine/example';
import { exportModel } from './engine/exportModel';
import type { ExporterApi } from './protocol';

const examples = new TestExamples((dataUrl) => withOwn(fetchFrom(dataUrl)));

const exporter: ExporterApi = {
  async exportModel(document, checkpoint) {
    return exportModel(document, checkpoint);
  },
  testExample: (document, dataUrl, index) => examples.get(document, dataUrl, index),
};

expose(exporter);
