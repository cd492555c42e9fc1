import { IconCrosshair } from '@tabler/icons-react';
import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { takes } from '../../document/fits';
import type { NetDocument } from '../../document/schema';
import { defaultsOf } from '../../layers/fields';
import type { LayerDef } from '../../layers/layer';
import { defaultPortsOf } from '../../layers/registry';
import { shownAnalysis, shownDrawing, useShown } from '../../stores/drawing';
import { useUi } from '../../stores/ui';
import { useDocumentation } from '../common/documentation';
import { LayerIcon } from '../common/LayerIcon';
import { nodeName, useLocalize } from '../common/localize';
import { searchLayers } from '../common/searchLayers';
import { addLayer, MODULE_CHOICE } from './addLayer';
import { type QuickAddRequest, useCanvas } from './canvasStore';
import { focusSelectedNode } from './focusNode';
import { addable, placeableModules } from './modules';
import { type Choice, Picker } from './Picker';

/** So many of the model's own nodes are offered below the layers. */
const NODES_FOUND = 6;

/** Layers that can stand at the loose end of a wire, or in a wire; all of them where there is no wire. */
function candidates({ wire, onWire }: QuickAddRequest): LayerDef[] {
  const all = addable();
  const drawing = shownDrawing();
  const cut = drawing.edges.find(({ id }) => id === onWire);
  const source = cut?.from ?? (wire?.side === 'source' ? wire.end : undefined);
  const giving = (layer: LayerDef) => defaultPortsOf(layer).outputs.length > 0;
  if (!source) return wire ? all.filter(giving) : all;
  const type = shownAnalysis().nodes.get(source.node)?.outputs[source.port];
  return all.filter((layer) => {
    const input = defaultPortsOf(layer).inputs[0];
    if (!input || (cut && !giving(layer))) return false;
    return !type || takes({ type: layer.type, params: { ...defaultsOf(layer.params) } as never }, input.id, type);
  });
}

/** A search for a layer, opened by /, a double click or a wire dropped on nothing: type, Enter. */
export function QuickAdd() {
  const request = useCanvas((state) => state.quickAdd);
  return request ? <QuickAddPanel key={`${request.screen.x} ${request.screen.y}`} request={request} /> : null;
}

/** The keyboard goes on from the node that was added, once it is in the page, unless the next search is open already. */
const focusAdded = () =>
  requestAnimationFrame(() =>
    requestAnimationFrame(() => {
      if (!useCanvas.getState().quickAdd) focusSelectedNode();
    }),
  );

function QuickAddPanel({ request }: { readonly request: QuickAddRequest }) {
  const { t } = useTranslation('canvas');
  const localize = useLocalize();
  const docs = useDocumentation();
  const nodeChoices = useNodeChoices();
  const fitting = useMemo(() => candidates(request), [request]);
  const close = useCallback(() => useCanvas.getState().set({ quickAdd: undefined }), []);
  const choicesFor = (query: string): Choice[] => {
    const { at, wire, onWire } = request;
    const found = searchLayers(query, fitting, docs).map((layer): Choice => {
      const summary = docs?.get(layer.type)?.summary;
      return {
        id: layer.type,
        icon: <LayerIcon type={layer.type} />,
        name: localize(layer.docs.name),
        purpose: summary && localize(summary),
        choose: () => {
          addLayer(layer.type, { ...(at ? { at } : {}), ...(wire ? { wire } : {}), ...(onWire ? { onWire } : {}) });
          focusAdded();
        },
      };
    });
    const modules = moduleChoices(query, request);
    if (query.trim() === '') return [...found, ...modules];
    found.unshift(...modules);
    if (wire || onWire) return found;
    const nodes = nodeChoices(query);
    // Who types an id to its end wants that node.
    const exact = nodes.filter(({ aside }) => aside?.toLowerCase() === query.trim().toLowerCase());
    return [...exact, ...found, ...nodes.filter((choice) => !exact.includes(choice))];
  };
  return (
    <Picker
      screen={request.screen}
      label={t('quickAdd')}
      none={t(request.wire || request.onWire ? 'quickAddNone' : 'searchNone')}
      testId="quick-add"
      choicesFor={choicesFor}
      onClose={close}
    />
  );
}

/** The document's modules that a query finds, to be placed once more. */
function moduleChoices(query: string, { at, wire, onWire }: QuickAddRequest): Choice[] {
  const wanted = query.trim().toLowerCase();
  return placeableModules()
    .filter(({ name }) => name.toLowerCase().includes(wanted))
    .map(({ id, name }) => ({
      id: `module ${id}`,
      icon: <LayerIcon type="module" />,
      name,
      choose: () => {
        const options = { ...(at ? { at } : {}), ...(wire ? { wire } : {}), ...(onWire ? { onWire } : {}) };
        addLayer(`${MODULE_CHOICE}${id}`, options);
        focusAdded();
      },
    }));
}

/** The nodes that a query finds by name or id, to go to. */
function findNodes(drawing: NetDocument, query: string, nameOf: (id: string) => string): string[] {
  const wanted = query.trim().toLowerCase();
  return drawing.nodes
    .filter(({ id }) => nameOf(id).toLowerCase().includes(wanted) || id.toLowerCase().startsWith(wanted))
    .slice(0, NODES_FOUND)
    .map(({ id }) => id);
}

function useNodeChoices(): (query: string) => Choice[] {
  const { t } = useTranslation('canvas');
  const locale = useUi((state) => state.locale);
  const drawing = useShown((shown) => shown);
  return (query) => {
    const byId = new Map(drawing.nodes.map((node) => [node.id, node]));
    const nameOf = (id: string) => nodeName(byId.get(id) ?? { name: '', type: id }, locale);
    return findNodes(shownDrawing(), query, nameOf).map((id) => ({
      id: `node ${id}`,
      icon: <IconCrosshair size={16} stroke={1.6} aria-hidden />,
      name: nameOf(id),
      aside: id,
      purpose: t('goTo', { name: nameOf(id) }),
      choose: () => {
        useUi.getState().revealNode(id);
        focusAdded();
      },
    }));
  };
}
