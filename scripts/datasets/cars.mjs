/** Cars of 1970 to 1982 and how far they go on a gallon, from vega-datasets. */
import { checkLicence, stratified } from '../lib/columns.mjs';
import { defineDataset } from '../lib/dataset.mjs';
import { packageFile } from '../lib/packages.mjs';

const origins = ['Europe', 'Japan', 'USA'];
const sum = 'f686a53678b21f4231e2f6a5ba7ce5761d9d39204fccdea1caa29fb8c460e319';
const licenceUrl = 'http://lib.stat.cmu.edu/datasets/cars.desc';
const features = {
  cylinders: (row) => row.Cylinders,
  'displacement (cu in)': (row) => row.Displacement,
  'horsepower (hp)': (row) => row.Horsepower,
  'weight (lb)': (row) => row.Weight_in_lbs,
  '0-60 mph (s)': (row) => row.Acceleration,
  year: (row) => Number(row.Year.slice(0, 4)),
};

export const { id, upToDate, build } = defineDataset({
  id: 'cars',
  version: '1',
  card: {
    name: 'Cars (Auto MPG)',
    licence: 'Distributed for educational and scientific purposes',
    licenceUrl,
    source: 'http://lib.stat.cmu.edu/datasets/',
    citation:
      'E. Ramos, D. Donoho: The 1983 ASA Data Exposition dataset. StatLib, 1983. ' +
      'R. Quinlan: Combining instance-based and model-based learning. ICML 1993.',
  },
  read() {
    checkLicence(
      JSON.parse(packageFile('vega-datasets', 'datapackage.json').toString('utf8')),
      'cars.json',
      licenceUrl,
    );
    const all = JSON.parse(packageFile('vega-datasets', 'data/cars.json', sum).toString('utf8'));
    const rows = all.filter((row) => typeof row.Miles_per_Gallon === 'number');
    const values = rows.flatMap((row) => Object.values(features).map((read) => read(row) ?? Number.NaN));
    const mpg = rows.map((row) => row.Miles_per_Gallon);
    return {
      columns: [
        {
          spec: { name: 'features', kind: 'features', dtype: 'float32', shape: [6], features: Object.keys(features) },
          values,
        },
        {
          spec: { name: 'origin', kind: 'class', dtype: 'int32', shape: [], classes: origins },
          values: rows.map((row) => origins.indexOf(row.Origin)),
        },
        { spec: { name: 'name', kind: 'text', dtype: 'text', shape: [] }, values: rows.map((row) => row.Name) },
        {
          spec: { name: 'y', title: 'miles per gallon', kind: 'number', dtype: 'float32', shape: [], target: true },
          values: mpg,
        },
      ],
      // the same share of thirsty and of frugal cars in both parts
      places: stratified(
        mpg.map((value) => Math.min(4, Math.floor(value / 8))),
        0.2,
        1,
      ),
      notes: [
        {
          en: `Cars without a known consumption that were left out: ${all.length - rows.length}. Missing: the power of ${values.filter(Number.isNaN).length} cars.`,
          'zh-CN': `因油耗未知而略去的汽车：${all.length - rows.length} 辆；缺失功率的汽车：${values.filter(Number.isNaN).length} 辆。`,
        },
      ],
    };
  },
});
