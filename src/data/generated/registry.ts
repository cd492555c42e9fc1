import { internal } from '../../core/errors';
import { Rng } from '../../core/rng';
import { catalogueEntry } from '../../layers/catalogue';
import type { DatasetCard, DatasetSplit, LoadedDataset } from '../dataset';
import { dates } from './dates';
import type { Generator } from './generator';
import { motifs } from './motifs';
import { circle, gauss, hills, moons, plane, spiral, xor } from './plane2d';
import { ratings } from './ratings';

const all: readonly Generator[] = [circle, xor, gauss, spiral, moons, plane, hills, motifs, dates, ratings];
const generators: ReadonlyMap<string, Generator> = new Map(all.map((item) => [item.id, item]));

/** Of every generated data set: the data are part of the program, not of a project. */
const SEED = 20_240_501;

export const isGenerated = (id: string): boolean => generators.has(id);

const generatorOf = (id: string): Generator => generators.get(id) ?? internal(`no generator ${id}`);
const entryOf = (id: string) => catalogueEntry(id) ?? internal(`${id} is not in the catalogue`);

/** The examples of a split, the same on every machine and each time. */
export function generate(id: string, split: DatasetSplit): LoadedDataset {
  const { counts, generate: draw } = generatorOf(id);
  const count = counts[split];
  const values = draw(count, Rng.of(SEED, id, split), Rng.of(SEED, id));
  const columns = entryOf(id).columns.map((spec) => ({
    spec,
    data: values[spec.name] ?? internal(`${id} has no values for ${spec.name}`),
  }));
  return { count, columns };
}

export function generatedCard(id: string): DatasetCard {
  const { counts, note } = generatorOf(id);
  const { title, columns } = entryOf(id);
  return {
    id,
    name: title.en,
    version: '1',
    columns: [...columns],
    counts: { train: counts.train, default: counts.train, test: counts.test },
    notes: [note],
    licence: 'MIT',
    licenceUrl: 'https://opensource.org/license/mit',
    source: 'generated',
    citation: '',
  };
}
