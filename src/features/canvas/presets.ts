import { useEffect, useState } from 'react';
import type { Added } from '../../document/edit';
import { freeModuleId, placeModule } from '../../document/edit/modules';
import type { BlockOptions, ModulePreset } from '../../document/modules/presets';
import type { DocNode, NetDocument } from '../../document/schema';
import { PRESET_CHOICE } from './offers';

let presets: readonly ModulePreset[] | undefined;

/** The ready-made modules; none until they have come, soon after the first screen. */
export function usePresets(): readonly ModulePreset[] {
  const [loaded, setLoaded] = useState(presets);
  useEffect(() => {
    if (presets) return;
    let current = true;
    void import('../../document/modules/presets').then(({ modulePresets }) => {
      presets = modulePresets;
      if (current) setLoaded(modulePresets);
    });
    return () => {
      current = false;
    };
  }, []);
  return loaded ?? [];
}

/** The ready-made module that a choice names; undefined where it names none or they have not come. */
export const presetChosen = (choice: string): ModulePreset | undefined =>
  choice.startsWith(PRESET_CHOICE) ? presets?.find(({ id }) => id === choice.slice(PRESET_CHOICE.length)) : undefined;

/** Takes a ready-made module into the document and puts an instance of it into the drawing. */
export function placePreset(
  document: NetDocument,
  preset: ModulePreset,
  name: string,
  position: DocNode['position'],
  options?: BlockOptions,
): Added {
  const module = preset.create(freeModuleId(document), name, options);
  return placeModule({ ...document, modules: [...document.modules, module] }, module.id, position);
}

/** A block as wide as the sequence [B, T, D] that goes into it: heads that divide D, the usual dropout. */
export function optionsFor(shape: readonly (number | string)[] | undefined): BlockOptions | undefined {
  const features = shape?.length === 3 ? shape[2] : undefined;
  if (typeof features !== 'number') return undefined;
  return { features, heads: [4, 2].find((heads) => features % heads === 0) ?? 1, dropout: 0.1 };
}
