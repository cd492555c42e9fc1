import { internal } from '../../core/errors';
import { catalogueEntry } from '../../layers/catalogue';
import type { Fields, ParamsOf } from '../../layers/fields';
import { portsOfModule } from '../places';
import type { DocModule, DocNode, ParamValue } from '../schema';
import { place } from './template';

/** A data node with a set of the catalogue. */
export function placeData(
  id: string,
  dataset: string,
  at: readonly [number, number],
  params: Readonly<Record<string, ParamValue>> = {},
): DocNode {
  const { columns, steps, inputName } = catalogueEntry(dataset) ?? internal(`${dataset} is not in the catalogue`);
  return place(id, 'dataset', at, {
    dataset,
    columns: [...columns],
    steps: [...steps],
    inputName,
    ...params,
  } as Partial<ParamsOf<Fields>>);
}

/** An instance of a module, or several in a row with weights of their own. */
export function placeModule(id: string, module: DocModule, at: readonly [number, number], repeat = 1): DocNode {
  const node = place(id, 'module', at, { module: module.id, repeat, ...portsOfModule(module) } as Partial<
    ParamsOf<Fields>
  >);
  return { ...node, name: module.name };
}
