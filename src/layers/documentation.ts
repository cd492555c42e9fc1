import type { Localized } from '../core/locale';
import type { Field } from './fields';
import type { LayerDocs } from './layer';
import { definitions } from './registry';

/** All that is written about a layer. */
export interface Documentation extends LayerDocs {
  /** Help of its parameters that have one, by name. */
  readonly help: Readonly<Record<string, Localized>>;
}

/**
 * What the layers and their parameters do, by type. Imported dynamically: in the built page the definitions come without their
 * long texts, and this module is a chunk of plain data (scripts/build/leanPage.ts).
 */
export const documentation: ReadonlyMap<string, Documentation> = new Map(
  definitions.map(({ type, docs, params }) => [type, { ...docs, help: helpOf(params) }]),
);

function helpOf(fields: Readonly<Record<string, Field>>): Record<string, Localized> {
  return Object.fromEntries(Object.entries(fields).flatMap(([name, { help }]) => (help ? [[name, help]] : [])));
}
