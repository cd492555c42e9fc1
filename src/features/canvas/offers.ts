import type { Localized } from '../../core/locale';
import type { ModulePreset } from '../../document/modules/presets';
import type { DocModule } from '../../document/schema';
import type { LayerDef, LayerDocs } from '../../layers/layer';
import type { Findable } from '../common/search';

/** What is added by `module:<id>` is an instance of a module of the document. */
export const MODULE_CHOICE = 'module:';
/** What is added by `preset:<id>` is a ready-made module: it becomes one of the document's own, with an instance of it. */
export const PRESET_CHOICE = 'preset:';

/** Something that can be added to a drawing: a layer, a module of the document, a ready-made one. */
export interface Offer extends Findable {
  /** As `addLayer` takes it: a layer's type, `module:<id>` or `preset:<id>`. */
  readonly choice: string;
  readonly icon: string;
  readonly name: Localized;
}

const both = (name: Localized): string[] => [name.en, name['zh-CN']];

/** @param docs are there soon after the first screen */
export const layerOffer = (
  { type, docs: { name } }: LayerDef,
  docs: Pick<LayerDocs, 'aliases' | 'summary'> | undefined,
): Offer => ({
  choice: type,
  icon: type,
  name,
  names: [type, ...both(name)],
  aliases: docs?.aliases,
  summary: docs?.summary,
});

export const moduleOffer = ({ id, name }: Pick<DocModule, 'id' | 'name'>): Offer => ({
  choice: `${MODULE_CHOICE}${id}`,
  icon: 'module',
  name: { en: name, 'zh-CN': name },
  names: [name],
});

export const presetOffer = ({ id, title, aliases, summary }: ModulePreset): Offer => ({
  choice: `${PRESET_CHOICE}${id}`,
  icon: 'module',
  name: title,
  names: both(title),
  aliases,
  summary,
});
