import type { DocNode, ParamValue } from '../../document/schema';
import { type Field, type Fields, isShown } from '../../layers/fields';

export interface SharedField {
  readonly name: string;
  readonly field: Field;
  /** The different values that the nodes have, in their order. */
  readonly values: readonly ParamValue[];
}

const optionsOf = (field: Field): string =>
  field.kind === 'select' ? field.options.map(({ value }) => value).join() : '';

/** Whether a value for one field means the same for another: of one kind, called the same, with the same options. */
const alike = (a: Field, b: Field | undefined): boolean =>
  b !== undefined && a.kind === b.kind && a.label.en === b.label.en && optionsOf(a) === optionsOf(b);

/** The visible fields that all nodes have in common, in the order of the first node. */
export function sharedFields(nodes: readonly DocNode[], fieldsOf: (type: string) => Fields | undefined): SharedField[] {
  const [first, ...others] = nodes;
  if (!first) return [];
  return Object.entries(fieldsOf(first.type) ?? {})
    .filter(([, field]) => nodes.every(({ params }) => isShown(field, params)))
    .filter(([name, field]) => others.every(({ type }) => alike(field, fieldsOf(type)?.[name])))
    .map(([name, field]) => {
      const different = new Map(nodes.map(({ params }) => [JSON.stringify(params[name]), params[name] ?? '']));
      return { name, field, values: [...different.values()] };
    });
}
