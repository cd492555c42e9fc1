import i18next from 'i18next';
import { useMemo } from 'react';
import { nodeOf, renameNode } from '../../document/edit';
import {
  createModule,
  detachInstance,
  expandInstance,
  moduleRefusal,
  removeUnusedModules,
  renameModule,
} from '../../document/edit/modules';
import { holds, moduleUsedBy } from '../../document/places';
import type { DocModule, DocNode, NetDocument } from '../../document/schema';
import type { LayerDef } from '../../layers/layer';
import { layers } from '../../layers/registry';
import { useDocument } from '../../stores/document';
import { editShown, enterDrawing, instancesAlong, shownDrawing, useDrawing } from '../../stores/drawing';
import { annotationsOf } from '../../stores/keys';
import { useUi } from '../../stores/ui';
import { useCanvas } from './canvasStore';

async function say(message: string): Promise<void> {
  const { notifications } = await import('@mantine/notifications');
  notifications.show({ color: 'yellow', message });
}

/** Makes a module of the selected nodes and lets its name be typed; says why where it cannot. */
export function collapseSelection(): void {
  const { selection } = useUi.getState();
  const { nodes } = selection;
  const refusal = moduleRefusal(shownDrawing(), nodes);
  if (refusal) {
    if (refusal !== 'empty') void say(i18next.t(`canvas:module.refused.${refusal}`));
    return;
  }
  let id: string | undefined;
  const change = (drawing: NetDocument) => {
    const name = i18next.t('canvas:module.name', { number: drawing.modules.length + 1 });
    const made = createModule(drawing, nodes, name, annotationsOf(selection.annotations));
    id = made.ids[0];
    return made.document;
  };
  editShown(change, undefined, 'module');
  if (id === undefined) return;
  useUi.getState().select([id]);
  useCanvas.getState().set({ writing: id });
}

/** The one node that is selected, where it is an instance of a module. */
function selectedInstance(): DocNode | undefined {
  const [id, ...others] = useUi.getState().selection.nodes;
  const node = id === undefined || others.length > 0 ? undefined : nodeOf(shownDrawing(), id);
  return node && moduleUsedBy(useDocument.getState().document, node) ? node : undefined;
}

/** Puts a module's nodes in the place of the selected instance. */
export function expandSelection(): void {
  const node = selectedInstance();
  if (!node) return;
  let ids: readonly string[] = [];
  const change = (drawing: NetDocument) => {
    const made = expandInstance(drawing, node.id);
    ids = made.ids;
    return made.document;
  };
  const { edit, endGesture } = useDocument.getState();
  endGesture();
  editShown(change, 'expand', 'module');
  // A module that nobody uses any more goes in the same step.
  edit(removeUnusedModules, 'expand', 'module');
  endGesture();
  if (ids.length > 0) useUi.getState().select(ids);
}

/** Shows the inside of the selected instance; of any other node, its fields. */
export function enterSelection(): void {
  const node = selectedInstance();
  if (node) enterDrawing([...useDrawing.getState().path, node.id]);
}

/** Gives the selected instance a module of its own. */
export function detachSelection(): void {
  const node = selectedInstance();
  if (node) editShown((drawing) => detachInstance(drawing, node.id).document, undefined, 'module');
}

/** Names a node; an instance that is called as its module is renames the module, and with it its sisters. */
export function renamed(drawing: NetDocument, node: DocNode, name: string): NetDocument {
  const module = moduleUsedBy(drawing, node);
  if (module && name !== '' && (node.name === module.name || node.name === '')) {
    const all = renameModule(drawing, module.id, name);
    return renameNode({ ...all, nodes: all.nodes }, node.id, name);
  }
  return renameNode(drawing, node.id, name);
}

/** Whether a node of a type can stand on a drawing: ports of modules only inside one, data only outside. */
export const belongsIn = (type: string, inside: boolean): boolean =>
  type === 'moduleInput' || type === 'moduleOutput' ? inside : !inside || type !== 'dataset';

const addableAt = (inside: boolean): LayerDef[] =>
  [...layers.values()].filter(({ type }) => type !== 'module' && belongsIn(type, inside));

/** Layers that can be added to the drawing on the canvas. */
export const addable = (): LayerDef[] => addableAt(useDrawing.getState().path.length > 0);

export function useAddable(): LayerDef[] {
  const inside = useDrawing((state) => state.path.length > 0);
  return useMemo(() => addableAt(inside), [inside]);
}

/** Modules that can be placed on a drawing: none that would come to hold itself. */
function placeable(document: NetDocument, path: readonly string[]): DocModule[] {
  const around = instancesAlong(document, path).flatMap((node) => moduleUsedBy(document, node)?.id ?? []);
  return document.modules.filter(({ id }) => !around.some((outer) => outer === id || holds(document, id, outer)));
}

export const placeableModules = (): DocModule[] =>
  placeable(useDocument.getState().document, useDrawing.getState().path);

export function usePlaceableModules(): DocModule[] {
  const path = useDrawing((state) => state.path);
  const modules = useDocument((state) => state.document.modules);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only the modules of the document matter
  return useMemo(() => placeable(useDocument.getState().document, path), [modules, path]);
}

/** Names along the way into the module that is shown, outermost first. */
export function useWay(): readonly { readonly id: string; readonly name: string }[] {
  const path = useDrawing((state) => state.path);
  const document = useDocument((state) => state.document);
  return useMemo(
    () =>
      path.length === 0
        ? []
        : instancesAlong(document, path).map((node) => ({
            id: node.id,
            name: node.name || (moduleUsedBy(document, node)?.name ?? node.id),
          })),
    [document, path],
  );
}
