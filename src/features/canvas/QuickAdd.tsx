import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { takes } from '../../document/fits';
import { defaultsOf } from '../../layers/fields';
import type { LayerDef } from '../../layers/layer';
import { defaultPortsOf, layers } from '../../layers/registry';
import { analysisOf } from '../../stores/analysis';
import { useDocument } from '../../stores/document';
import { LayerIcon } from '../common/LayerIcon';
import { useLocalize } from '../common/localize';
import { searchLayers } from '../common/searchLayers';
import { addLayer } from './addLayer';
import { type QuickAddRequest, useCanvas } from './canvasStore';
import styles from './QuickAdd.module.css';

const WIDTH = 220;
const HEIGHT = 300;

/** Layers that can stand at the loose end of a wire; all of them where there is no wire. */
function candidates({ wire }: QuickAddRequest): LayerDef[] {
  const all = [...layers.values()];
  if (!wire) return all;
  if (wire.side === 'target') return all.filter((layer) => defaultPortsOf(layer).outputs.length > 0);
  const { document } = useDocument.getState();
  const type = analysisOf(document).nodes.get(wire.end.node)?.outputs[wire.end.port];
  return all.filter((layer) => {
    const input = defaultPortsOf(layer).inputs[0];
    if (!input) return false;
    return !type || takes({ type: layer.type, params: { ...defaultsOf(layer.params) } as never }, input.id, type);
  });
}

/** A search for a layer, opened by a double click or by a wire dropped on nothing: type, Enter. */
export function QuickAdd() {
  const request = useCanvas((state) => state.quickAdd);
  return request ? <QuickAddPanel key={`${request.at.x} ${request.at.y}`} request={request} /> : null;
}

function QuickAddPanel({ request }: { readonly request: QuickAddRequest }) {
  const { t } = useTranslation('canvas');
  const localize = useLocalize();
  const [query, setQuery] = useState('');
  const [active, setActive] = useState(0);
  const panel = useRef<HTMLDivElement>(null);
  const fitting = useMemo(() => candidates(request), [request]);
  const found = searchLayers(query, fitting);
  const close = () => useCanvas.getState().set({ quickAdd: undefined });

  useEffect(() => {
    const outside = (event: PointerEvent) => {
      if (event.target instanceof Node && !panel.current?.contains(event.target))
        useCanvas.getState().set({ quickAdd: undefined });
    };
    window.addEventListener('pointerdown', outside, true);
    return () => window.removeEventListener('pointerdown', outside, true);
  }, []);

  const choose = (layer: LayerDef | undefined) => {
    close();
    if (layer) addLayer(layer.type, { at: request.at, ...(request.wire ? { wire: request.wire } : {}) });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') close();
    else if (event.key === 'Enter') choose(found[active]);
    else if (event.key === 'ArrowDown') setActive((active + 1) % Math.max(1, found.length));
    else if (event.key === 'ArrowUp') setActive((active - 1 + found.length) % Math.max(1, found.length));
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const left = Math.min(request.screen.x, window.innerWidth - WIDTH - 8);
  const top = Math.min(request.screen.y, window.innerHeight - HEIGHT - 8);
  return (
    <div
      ref={panel}
      className={styles.panel}
      style={{ left, top, width: WIDTH, maxHeight: HEIGHT }}
      data-testid="quick-add"
    >
      <input
        // biome-ignore lint/a11y/noAutofocus: the search opens because the user asked to type
        autoFocus
        role="combobox"
        aria-expanded
        aria-controls="quick-add-list"
        aria-activedescendant={found[active] ? `quick-add-${found[active].type}` : undefined}
        aria-label={t('quickAdd')}
        placeholder={t('quickAdd')}
        className={styles.input}
        value={query}
        onChange={(event) => {
          setQuery(event.target.value);
          setActive(0);
        }}
        onKeyDown={onKeyDown}
      />
      <div role="listbox" id="quick-add-list" aria-label={t('quickAdd')} className={styles.list} tabIndex={-1}>
        {found.map((layer, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the combobox has the keys
          <div
            key={layer.type}
            id={`quick-add-${layer.type}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === active}
            className={styles.option}
            onPointerEnter={() => setActive(index)}
            onClick={() => choose(layer)}
          >
            <LayerIcon type={layer.type} />
            {localize(layer.docs.name)}
          </div>
        ))}
        {found.length === 0 && <div className={styles.none}>{t('quickAddNone')}</div>}
      </div>
    </div>
  );
}
