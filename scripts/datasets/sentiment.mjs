/** 3 x 1000 sentences from reviews with the mood they were labelled with, from the fixtures of the package sentiment. */
import { stratified } from '../lib/columns.mjs';
import { defineDataset } from '../lib/dataset.mjs';
import { packageFile } from '../lib/packages.mjs';

const files = {
  amazon: 'bc5eb0cac49fc45987301f1dc2d02cf5ca356ba6c882be179dce77d74e666ed9',
  imdb: '44a7b9082ed732ee2de3c858ea5ee2e99aca34f239a1c4359d3a300bf099bdb5',
  yelp: '9f3f47983f21eeb819380767b74bfa648eca208f156241111454b3e122773ff7',
};

export const { id, upToDate, build } = defineDataset({
  id: 'sentiment',
  version: '1',
  card: {
    name: 'Sentiment Labelled Sentences',
    licence: 'CC BY 4.0',
    licenceUrl: 'https://creativecommons.org/licenses/by/4.0/',
    source: 'https://archive.ics.uci.edu/dataset/331/sentiment+labelled+sentences',
    citation:
      'D. Kotzias, M. Denil, N. de Freitas, P. Smyth: From group to individual labels using deep features. KDD 2015.',
  },
  read() {
    const rows = Object.entries(files).flatMap(([name, sum]) =>
      JSON.parse(packageFile('sentiment', `test/fixtures/${name}.json`, sum).toString('utf8')),
    );
    const whole = rows.filter((row) => typeof row.text === 'string' && (row.class === 0 || row.class === 1));
    const dropped = rows.length - whole.length;
    const labels = whole.map((row) => row.class);
    return {
      columns: [
        { spec: { name: 'text', kind: 'text', dtype: 'text', shape: [] }, values: whole.map((row) => row.text.trim()) },
        {
          spec: {
            name: 'y',
            kind: 'class',
            dtype: 'uint8',
            shape: [],
            target: true,
            classes: ['negative', 'positive'],
          },
          values: labels,
        },
      ],
      places: stratified(labels, 0.2, 1),
      notes: [
        {
          en: `Rows without a class that were left out: ${dropped}.`,
          'zh-CN': `因没有类别而略去的行数：${dropped}。`,
        },
      ],
    };
  },
});
