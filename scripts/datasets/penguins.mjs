/** Penguins of the Palmer archipelago, with the values that were not measured, from vega-datasets. */
import { checkLicence, stratified } from '../lib/columns.mjs';
import { defineDataset } from '../lib/dataset.mjs';
import { packageFile } from '../lib/packages.mjs';

const species = ['Adelie', 'Chinstrap', 'Gentoo'];
const islands = ['Biscoe', 'Dream', 'Torgersen'];
const sexes = ['FEMALE', 'MALE'];
const features = ['Beak Length (mm)', 'Beak Depth (mm)', 'Flipper Length (mm)', 'Body Mass (g)'];
const sum = '0facf769609f1205b82cbceb8238c36af3e6147a0ca0e163902cc6281ce3e917';
const licenceUrl = 'https://github.com/allisonhorst/palmerpenguins?tab=CC0-1.0-1-ov-file#readme';

export const { id, upToDate, build } = defineDataset({
  id: 'penguins',
  version: '1',
  card: {
    name: 'Palmer penguins',
    licence: 'CC0 1.0',
    licenceUrl,
    source: 'https://github.com/allisonhorst/palmerpenguins',
    citation:
      'K. B. Gorman, T. D. Williams, W. R. Fraser: Ecological sexual dimorphism and environmental variability within a ' +
      'community of Antarctic penguins (genus Pygoscelis). PLoS ONE 9(3): e90081, 2014.',
  },
  read() {
    checkLicence(
      JSON.parse(packageFile('vega-datasets', 'datapackage.json').toString('utf8')),
      'penguins.json',
      licenceUrl,
    );
    const rows = JSON.parse(packageFile('vega-datasets', 'data/penguins.json', sum).toString('utf8'));
    const labels = rows.map((row) => species.indexOf(row.Species));
    if (labels.includes(-1)) throw new Error('penguins: a species that is not known');
    const sex = rows.map((row) => sexes.indexOf(row.Sex));
    const measured = rows.flatMap((row) => features.map((name) => row[name] ?? Number.NaN));
    const [noSex, noNumber] = [sex.filter((value) => value < 0).length, measured.filter(Number.isNaN).length];
    return {
      columns: [
        { spec: { name: 'features', kind: 'features', dtype: 'float32', shape: [4], features }, values: measured },
        {
          spec: { name: 'island', kind: 'class', dtype: 'int32', shape: [], classes: islands },
          values: rows.map((row) => islands.indexOf(row.Island)),
        },
        { spec: { name: 'sex', kind: 'class', dtype: 'int32', shape: [], classes: ['female', 'male'] }, values: sex },
        {
          spec: {
            name: 'y',
            title: 'species',
            kind: 'class',
            dtype: 'uint8',
            shape: [],
            target: true,
            classes: species,
          },
          values: labels,
        },
      ],
      places: stratified(labels, 0.2, 1),
      notes: [
        {
          en: `Missing: ${noNumber} measurements, the sex of ${noSex} penguins (one of them was written ".").`,
          'zh-CN': `缺失：${noNumber} 个测量值，${noSex} 只企鹅的性别（其中一只写作“.”）。`,
        },
      ],
    };
  },
});
