/** Carbon dioxide above Mauna Loa, month after month, 1958 to 2020; the last 12 years are the test. From vega-datasets. */
import { checkLicence, inOrder } from '../lib/columns.mjs';
import { defineDataset } from '../lib/dataset.mjs';
import { packageFile } from '../lib/packages.mjs';

const sum = 'c1a4a970864145940a28225cae288618b156cb32f9a2a1b6606ba7124134febb';
const licenceUrl = 'https://creativecommons.org/licenses/by/4.0/';

export const { id, upToDate, build } = defineDataset({
  id: 'co2',
  version: '1',
  card: {
    name: 'CO₂ at Mauna Loa',
    ordered: true,
    licence: 'CC BY 4.0',
    licenceUrl,
    source: 'https://scrippsco2.ucsd.edu/data/atmospheric_co2/primary_mlo_co2_record',
    citation:
      'C. D. Keeling, S. C. Piper, R. B. Bacastow, M. Wahlen, T. P. Whorf, M. Heimann, H. A. Meijer: Exchanges of ' +
      'atmospheric CO2 and 13CO2 with the terrestrial biosphere and oceans from 1978 to 2000. Scripps Institution of ' +
      'Oceanography, 2001.',
  },
  read() {
    checkLicence(
      JSON.parse(packageFile('vega-datasets', 'datapackage.json').toString('utf8')),
      'co2-concentration.csv',
      licenceUrl,
    );
    const lines = packageFile('vega-datasets', 'data/co2-concentration.csv', sum).toString('utf8').trim().split('\n');
    const rows = lines.slice(1).map((line) => line.trim().split(','));
    const values = rows.map((row) => (row[1] === '' ? Number.NaN : Number(row[1])));
    return {
      columns: [
        {
          spec: { name: 'features', kind: 'features', dtype: 'float32', shape: [1], features: ['CO₂ (ppm)'] },
          values,
        },
        { spec: { name: 'date', kind: 'text', dtype: 'text', shape: [] }, values: rows.map((row) => row[0]) },
      ],
      places: inOrder(rows.length, 144),
    };
  },
});
