import { IconCrosshair } from '@tabler/icons-react';
import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { TensorType } from '../../core/shape';
import { takes } from '../../document/fits';
import { portsOfModule } from '../../document/places';
import type { DocModule } from '../../document/schema';
import { defaultsOf } from '../../layers/fields';
import type { LayerDef } from '../../layers/layer';
import { defaultPortsOf } from '../../layers/registry';
import { shownAnalysis, shownDrawing, useShown } from '../../stores/drawing';
import { useLockOf } from '../../stores/locks';
import { useUi } from '../../stores/ui';
import { useDocumentation } from '../common/documentation';
import { LayerIcon } from '../common/LayerIcon';
import { nodeName, useLocalize } from '../common/localize';
import { search } from '../common/search';
import { addLayer } from './addLayer';
import { type QuickAddRequest, useCanvas } from './canvasStore';
import { focusSelectedNode } from './focusNode';
import { addable, placeableModules } from './modules';
import { layerOffer, moduleOffer, type Offer, presetOffer } from './offers';
import { type Choice, Picker } from './Picker';
import { optionsFor, usePresets } from './presets';

/** So many of the model's own nodes are offered below the layers. */
const NODES_FOUND = 6;

/** The type of what comes to a new node: of the value at the wire's source; undefined where there is none or it is not known. */
function arriving({ wire, onWire }: QuickAddRequest): TensorType | undefined {
  const cut = shownDrawing().edges.find(({ id }) => id === onWire);
  const source = cut?.from ?? (wire?.side === 'source' ? wire.end : undefined);
  return source && shownAnalysis().nodes.get(source.node)?.outputs[source.port];
}

/** Which ports something needs to stand at the loose end of a wire, or in a wire. */
const wants = ({ wire, onWire }: QuickAddRequest) => ({
  input: onWire !== undefined || wire?.side === 'source',
  output: onWire !== undefined || wire?.side === 'target',
});

/** Layers that can stand at the loose end of a wire, or in a wire; all of them where there is no wire. */
function layersFor(request: QuickAddRequest): LayerDef[] {
  const needs = wants(request);
  const type = arriving(request);
  return addable().filter((layer) => {
    const { inputs, outputs } = defaultPortsOf(layer);
    const input = inputs[0];
    if ((needs.input && !input) || (needs.output && outputs.length === 0)) return false;
    return (
      !type || !input || takes({ type: layer.type, params: { ...defaultsOf(layer.params) } as never }, input.id, type)
    );
  });
}

/** Modules of the document with the ports that are needed. */
function modulesFor(request: QuickAddRequest): DocModule[] {
  const needs = wants(request);
  return placeableModules().filter((module) => {
    const { inputs, outputs } = portsOfModule(module);
    return (!needs.input || inputs.length > 0) && (!needs.output || outputs.length > 0);
  });
}

/** Everything that can be added where a search was opened; modules come first where a query finds several as well. */
function useOffers(request: QuickAddRequest): { readonly layers: Offer[]; readonly modules: Offer[] } {
  const docs = useDocumentation();
  const presets = usePresets();
  return useMemo(() => {
    const type = arriving(request);
    // Ready-made blocks work on sequences [B, T, D].
    const sequences = !type || optionsFor(type.shape) !== undefined;
    return {
      layers: layersFor(request).map((layer) => layerOffer(layer, docs?.get(layer.type))),
      modules: [...modulesFor(request).map(moduleOffer), ...(sequences ? presets.map(presetOffer) : [])],
    };
  }, [request, docs, presets]);
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

const NOTHING: { readonly layers: Offer[]; readonly modules: Offer[] } = { layers: [], modules: [] };

function QuickAddPanel({ request }: { readonly request: QuickAddRequest }) {
  const { t } = useTranslation('canvas');
  const localize = useLocalize();
  const nodeChoices = useNodeChoices();
  const offers = useOffers(request);
  const locked = useLockOf('add');
  const { layers, modules } = locked ? NOTHING : offers;
  const close = useCallback(() => useCanvas.getState().set({ quickAdd: undefined }), []);
  const { at, wire, onWire } = request;
  const toChoice = ({ choice, icon, name, summary }: Offer): Choice => ({
    id: choice,
    icon: <LayerIcon type={icon} />,
    name: localize(name),
    purpose: summary && localize(summary),
    choose: () => {
      addLayer(choice, { ...(at ? { at } : {}), ...(wire ? { wire } : {}), ...(onWire ? { onWire } : {}) });
      focusAdded();
    },
  });
  const choicesFor = (query: string): Choice[] => {
    if (query.trim() === '') return [...layers, ...modules].map(toChoice);
    const found = search(query, [...modules, ...layers], (offer) => offer).map(toChoice);
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
      none={locked ? t(`projects:refusal.${locked}`) : t(wire || onWire ? 'quickAddNone' : 'searchNone')}
      testId="quick-add"
      choicesFor={choicesFor}
      onClose={close}
    />
  );
}

function useNodeChoices(): (query: string) => Choice[] {
  const { t } = useTranslation('canvas');
  const locale = useUi((state) => state.locale);
  const drawing = useShown((shown) => shown);
  return (query) => {
    const byId = new Map(drawing.nodes.map((node) => [node.id, node]));
    const nameOf = (id: string) => nodeName(byId.get(id) ?? { name: '', type: id }, locale);
    const found = search(query, drawing.nodes, ({ id }) => ({ names: [nameOf(id), id] }));
    return found.slice(0, NODES_FOUND).map(({ id }) => ({
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
