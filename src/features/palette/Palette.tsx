import { Tooltip } from '@mantine/core';
import { type ComponentPropsWithRef, type DragEvent, type KeyboardEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { LayerDef, LayerGroup } from '../../layers/layer';
import { addLayer, MODULE_CHOICE } from '../canvas/addLayer';
import { LAYER_DRAG_TYPE, useCanvas } from '../canvas/canvasStore';
import { focusSelectedNode } from '../canvas/focusNode';
import { useAddable, usePlaceableModules } from '../canvas/modules';
import { PRESET_CHOICE, usePresets } from '../canvas/presets';
import { useDocumentation } from '../common/documentation';
import { LayerIcon } from '../common/LayerIcon';
import { useLocalize } from '../common/localize';
import { SearchField } from '../common/SearchField';
import { searchLayers } from '../common/searchLayers';
import styles from './Palette.module.css';

/** Groups in the order of the registry, each with its layers. */
function grouped(found: readonly LayerDef[]): [LayerGroup, LayerDef[]][] {
  const groups = new Map<LayerGroup, LayerDef[]>();
  for (const layer of found) groups.set(layer.group, [...(groups.get(layer.group) ?? []), layer]);
  return [...groups];
}

/** Every layer: drag it to the canvas, or click or press Enter to add it after the selected node. */
export function Palette() {
  const { t } = useTranslation('palette');
  const [query, setQuery] = useState('');
  const list = useRef<HTMLDivElement>(null);
  const found = searchLayers(query, useAddable(), useDocumentation());
  const searching = query.trim() !== '';

  const focusItem = (step: number) => {
    const items = [...(list.current?.querySelectorAll<HTMLButtonElement>('[data-palette-item]') ?? [])];
    const at = items.indexOf(document.activeElement as HTMLButtonElement);
    const next = at + step;
    if (next < 0) document.querySelector<HTMLElement>('[data-palette-search]')?.focus();
    else items[Math.min(next, items.length - 1)]?.focus();
  };
  const onListKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    focusItem(step);
  };
  const onSearchKeyDown = (event: KeyboardEvent) => {
    const [first] = found;
    if (event.key === 'ArrowDown') focusItem(1);
    else if (event.key === 'Enter' && searching && first) addLayer(first.type);
    else if (event.key === 'Escape' && query) setQuery('');
    else if (event.key === 'Escape') focusSelectedNode();
    else return;
    event.preventDefault();
  };

  return (
    <>
      <SearchField
        label={t('search')}
        clearLabel={t('clear')}
        value={query}
        onSearch={setQuery}
        onKeyDown={onSearchKeyDown}
        data-palette-search
      />
      {/* biome-ignore lint/a11y/noStaticElementInteractions: arrow keys move among the buttons inside */}
      <div className={styles.list} ref={list} onKeyDown={onListKeyDown}>
        {searching
          ? found.map((layer) => <Item key={layer.type} layer={layer} />)
          : grouped(found).map(([group, members]) => (
              <section key={group} aria-label={t(`groups.${group}`)}>
                <h3 className={styles.group}>{t(`groups.${group}`)}</h3>
                {members.map((layer) => (
                  <Item key={layer.type} layer={layer} />
                ))}
              </section>
            ))}
        <Modules query={query} />
        <Presets query={query} />
        {found.length === 0 && <p className={styles.none}>{t('none', { query: query.trim() })}</p>}
      </div>
      <p className={styles.hint}>{t('hint')}</p>
    </>
  );
}

/** The modules of the document: each can be placed again. */
function Modules({ query }: { readonly query: string }) {
  const { t } = useTranslation('palette');
  const wanted = query.trim().toLowerCase();
  const modules = usePlaceableModules().filter(({ name }) => name.toLowerCase().includes(wanted));
  if (modules.length === 0) return null;
  return (
    <section aria-label={t('modules')}>
      <h3 className={styles.group}>{t('modules')}</h3>
      {modules.map(({ id, name }) => (
        <PaletteButton key={id} type={`${MODULE_CHOICE}${id}`} icon="module" name={name} />
      ))}
    </section>
  );
}

/** Modules that come with Netloom. */
function Presets({ query }: { readonly query: string }) {
  const { t } = useTranslation('palette');
  const localize = useLocalize();
  const wanted = query.trim().toLowerCase();
  const found = usePresets().filter(({ title, aliases }) =>
    [title.en, title['zh-CN'], ...aliases].some((name) => name.toLowerCase().includes(wanted)),
  );
  if (found.length === 0) return null;
  return (
    <section aria-label={t('presets')}>
      <h3 className={styles.group}>{t('presets')}</h3>
      {found.map(({ id, title, summary }) => (
        <Tooltip key={id} label={localize(summary)} position="right" multiline w={240} openDelay={500}>
          <PaletteButton type={`${PRESET_CHOICE}${id}`} icon="module" name={localize(title)} />
        </Tooltip>
      ))}
    </section>
  );
}

function Item({ layer }: { readonly layer: LayerDef }) {
  const localize = useLocalize();
  const docs = useDocumentation()?.get(layer.type);
  return (
    <Tooltip label={docs && localize(docs.summary)} disabled={!docs} position="right" multiline w={240} openDelay={500}>
      <PaletteButton type={layer.type} icon={layer.type} name={localize(layer.docs.name)} />
    </Tooltip>
  );
}

interface ButtonProps extends Omit<ComponentPropsWithRef<'button'>, 'type'> {
  /** What is added: a layer's type, `module:<id>` or `preset:<id>`. */
  readonly type: string;
  readonly icon: string;
  readonly name: string;
}

function PaletteButton({ type, icon, name, ...rest }: ButtonProps) {
  const onDragStart = (event: DragEvent) => {
    event.dataTransfer.setData(LAYER_DRAG_TYPE, type);
    event.dataTransfer.effectAllowed = 'copy';
    useCanvas.getState().set({ dragging: type });
  };
  return (
    <button
      {...rest}
      type="button"
      draggable
      data-palette-item
      data-testid={`palette-${type}`}
      className={styles.item}
      onDragStart={onDragStart}
      onDragEnd={() => useCanvas.getState().set({ dragging: undefined })}
      onClick={() => addLayer(type)}
    >
      <LayerIcon type={icon} />
      <span>{name}</span>
    </button>
  );
}
