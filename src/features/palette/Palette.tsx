import { type ComponentPropsWithRef, type DragEvent, type KeyboardEvent, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { LayerGroup } from '../../layers/layer';
import { useLockOf } from '../../stores/locks';
import { addLayer } from '../canvas/addLayer';
import { LAYER_DRAG_TYPE, useCanvas } from '../canvas/canvasStore';
import { focusSelectedNode } from '../canvas/focusNode';
import { useAddable, usePlaceableModules } from '../canvas/modules';
import { layerOffer, moduleOffer, type Offer, presetOffer } from '../canvas/offers';
import { usePresets } from '../canvas/presets';
import { useDocumentation } from '../common/documentation';
import { Hint } from '../common/Hint';
import { LayerIcon } from '../common/LayerIcon';
import { useLocalize } from '../common/localize';
import { SearchField } from '../common/SearchField';
import { search } from '../common/search';
import styles from './Palette.module.css';

interface Group {
  readonly title: string;
  readonly offers: readonly Offer[];
}

/** Everything that can be added, in groups: layers in the order of the registry, then modules. */
function useGroups(): readonly Group[] {
  const { t } = useTranslation('palette');
  const addable = useAddable();
  const modules = usePlaceableModules();
  const presets = usePresets();
  const docs = useDocumentation();
  return useMemo(() => {
    const groups = new Map<LayerGroup, Offer[]>();
    for (const layer of addable) {
      const members = groups.get(layer.group) ?? [];
      groups.set(layer.group, members);
      members.push(layerOffer(layer, docs?.get(layer.type)));
    }
    return [
      ...[...groups].map(([group, offers]) => ({ title: t(`groups.${group}`), offers })),
      { title: t('modules'), offers: modules.map(moduleOffer) },
      { title: t('presets'), offers: presets.map(presetOffer) },
    ].filter(({ offers }) => offers.length > 0);
  }, [addable, modules, presets, docs, t]);
}

/** Every layer and module: drag it to the canvas, or click or press Enter to add it after the selected node. */
export function Palette() {
  const { t } = useTranslation('palette');
  const [query, setQuery] = useState('');
  const list = useRef<HTMLDivElement>(null);
  const groups = useGroups();
  const searching = query.trim() !== '';
  const found = searching
    ? search(
        query,
        // modules first where a query finds layers as well
        groups.toReversed().flatMap(({ offers }) => offers),
        (offer) => offer,
      )
    : [];

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
    else if (event.key === 'Enter' && first) addLayer(first.choice);
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
          ? found.map((offer) => <Item key={offer.choice} offer={offer} />)
          : groups.map(({ title, offers }) => (
              <section key={title} aria-label={title}>
                <h3 className={styles.group}>{title}</h3>
                {offers.map((offer) => (
                  <Item key={offer.choice} offer={offer} />
                ))}
              </section>
            ))}
        {searching && found.length === 0 && <p className={styles.none}>{t('none', { query: query.trim() })}</p>}
      </div>
      <p className={styles.hint}>{t('hint')}</p>
    </>
  );
}

/** One thing to add, with what it is for. */
function Item({ offer: { choice, icon, name, summary } }: { readonly offer: Offer }) {
  const localize = useLocalize();
  return (
    <Hint label={summary ? localize(summary) : ''} position="right" multiline w={240} openDelay={500}>
      <PaletteButton type={choice} icon={icon} name={localize(name)} />
    </Hint>
  );
}

interface ButtonProps extends Omit<ComponentPropsWithRef<'button'>, 'type'> {
  /** What is added: a layer's type, `module:<id>` or `preset:<id>`. */
  readonly type: string;
  readonly icon: string;
  readonly name: string;
}

function PaletteButton({ type, icon, name, ...rest }: ButtonProps) {
  const { t } = useTranslation('projects');
  const locked = useLockOf('add');
  const onDragStart = (event: DragEvent) => {
    event.dataTransfer.setData(LAYER_DRAG_TYPE, type);
    event.dataTransfer.effectAllowed = 'copy';
    useCanvas.getState().set({ dragging: type });
  };
  return (
    <button
      {...rest}
      type="button"
      draggable={!locked}
      aria-disabled={locked !== undefined}
      title={locked && t(`refusal.${locked}`)}
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
