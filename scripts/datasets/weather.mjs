/** The weather of Seattle, day after day, 2012 to 2015; the last year is the test. From vega-datasets. */
import { checkLicence, inOrder } from '../lib/columns.mjs';
import { defineDataset } from '../lib/dataset.mjs';
import { packageFile } from '../lib/packages.mjs';

const kinds = ['drizzle', 'fog', 'rain', 'snow', 'sun'];
const features = ['temp_max', 'temp_min', 'precipitation', 'wind'];
const titles = ['highest temperature (°C)', 'lowest temperature (°C)', 'precipitation (mm)', 'wind (m/s)'];
const sum = '0845078a290b48e3149ab8639966824110a251db4e06fc144c06ebb534af23be';
const licenceUrl = 'https://www.usa.gov/government-works';

export const { id, upToDate, build } = defineDataset({
  id: 'weather',
  version: '1',
  card: {
    name: 'Seattle weather',
    ordered: true,
    licence: 'Public domain (U.S. government work)',
    licenceUrl,
    source: 'https://www.ncdc.noaa.gov/cdo-web/datatools/records',
    citation:
      'NOAA National Climatic Data Center: daily weather records of Seattle, 2012-2015. As packed by vega-datasets.',
  },
  read() {
    checkLicence(
      JSON.parse(packageFile('vega-datasets', 'datapackage.json').toString('utf8')),
      'seattle-weather.csv',
      licenceUrl,
    );
    const lines = packageFile('vega-datasets', 'data/seattle-weather.csv', sum).toString('utf8').trim().split('\n');
    const header = lines[0].split(',');
    const rows = lines.slice(1).map((line) => line.split(','));
    const column = (name) => rows.map((row) => row[header.indexOf(name)].trim());
    const values = features.map((name) => column(name).map(Number));
    const dates = column('date');
    return {
      columns: [
        {
          spec: { name: 'features', kind: 'features', dtype: 'float32', shape: [4], features: titles },
          values: dates.flatMap((_, day) => values.map((list) => list[day])),
        },
        {
          spec: { name: 'weather', kind: 'class', dtype: 'int32', shape: [], classes: kinds },
          values: column('weather').map((kind) => kinds.indexOf(kind)),
        },
        { spec: { name: 'date', kind: 'text', dtype: 'text', shape: [] }, values: dates },
      ],
      places: inOrder(dates.length, dates.filter((date) => date.startsWith('2015')).length),
    };
  },
});
