import '@xyflow/react/dist/base.css';
import {
  Background,
  type Connection,
  ConnectionLineType,
  type FinalConnectionState,
  type OnConnectStartParams,
  ReactFlow,
  ReactFlowProvider,
  useReactFlow,
  type Viewport,
} from '@xyflow/react';
import {
  type DragEvent,
  lazy,
  type MouseEvent,
  type PointerEvent,
  Suspense,
  useCallback,
  useEffect,
  useMemo,
  useRef,
} from 'react';
import { useTranslation } from 'react-i18next';
import { connect, connectRefusal, disconnect, type Endpoint } from '../../document/edit';
import { useDocument } from '../../stores/document';
import { editShown, enterDrawing, shownAnalysis, shownDrawing, useDrawing } from '../../stores/drawing';
import { isNodeKey } from '../../stores/keys';
import { useUi } from '../../stores/ui';
import { addLayer, appendable } from './addLayer';
import { Breadcrumbs } from './Breadcrumbs';
import styles from './Canvas.module.css';
import { CanvasControls } from './CanvasControls';
import { LAYER_DRAG_TYPE, type MenuTarget, useCanvas } from './canvasStore';
import { EmptyCanvas } from './EmptyCanvas';
import type { CanvasFlowNode, WireFlowEdge } from './flowTypes';
import { Guides } from './Guides';
import { GRID } from './geometry';
import { LayerNode } from './LayerNode';
import { LazyFrame, LazyNote } from './lazyNodes';
import { QuickAdd } from './QuickAdd';
import { takersOf } from './takers';
import { useAriaLabels } from './useAriaLabels';
import { useFlowEdges, useFlowNodes } from './useFlow';
import { PICTURE_ABOVE, useInPage } from './useInPage';
import { useShortcuts } from './useShortcuts';
import { FIT, useViewRequests } from './useViewRequests';
import { Wire } from './Wire';
import { WirePicker } from './WirePicker';

const ContextMenu = lazy(() => import('./ContextMenu'));
const Overview = lazy(() => import('./Overview'));
const PhaseMarks = lazy(() => import('./PhaseMarks'));
const FarWires = lazy(() => import('./FarWires'));
const Picture = lazy(() => import('./picture/Picture'));

const nodeTypes = { layer: LayerNode, frame: LazyFrame, note: LazyNote };
const edgeTypes = { wire: Wire };
/** Below this zoom text is too small to read. */
const FAR_BELOW = 0.38;
const NO_WIRES: WireFlowEdge[] = [];

const ends = ({
  source,
  sourceHandle,
  target,
  targetHandle,
}: Omit<Connection, 'sourceHandle' | 'targetHandle'> & {
  sourceHandle?: string | null;
  targetHandle?: string | null;
}) => ({
  from: { node: source, port: sourceHandle ?? '' } satisfies Endpoint,
  to: { node: target, port: targetHandle ?? '' } satisfies Endpoint,
});

/** The drawing of the model: everything on it is an edit of the document. */
export function Canvas() {
  return (
    <ReactFlowProvider>
      <Flow />
    </ReactFlowProvider>
  );
}

function Flow() {
  const { t } = useTranslation('canvas');
  const { nodes, onNodesChange } = useFlowNodes();
  const { edges, onEdgesChange } = useFlowEdges();
  const minimap = useUi((state) => state.minimap);
  const marked = useDocument((state) => state.document.training.phases.some(({ updates }) => updates));
  const far = useCanvas((state) => state.far);
  const pictured = nodes.length > PICTURE_ABOVE;
  const inPage = useInPage(nodes, far && !pictured ? NO_WIRES : edges, pictured);
  const menu = useCanvas((state) => state.menu !== undefined);
  const labels = useAriaLabels();
  const wiring = useWiring();
  const dropping = useDropping();
  const pointing = usePointing();
  const frame = useRef<HTMLDivElement>(null);
  useShortcuts();
  useViewRequests(frame);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: a drop target and a double click; keys do the same by the palette
    <div
      ref={frame}
      className={styles.canvas}
      {...dropping}
      onDoubleClick={wiring.onDoubleClick}
      onPointerMove={pointing.onPointerMove}
      data-testid="canvas"
      data-far={far}
      data-pictured={pictured || undefined}
    >
      <ReactFlow<CanvasFlowNode, WireFlowEdge>
        nodes={inPage.nodes}
        edges={inPage.edges}
        nodeTypes={nodeTypes}
        edgeTypes={edgeTypes}
        onNodesChange={onNodesChange}
        onEdgesChange={onEdgesChange}
        onConnect={wiring.onConnect}
        onConnectStart={wiring.onConnectStart}
        onConnectEnd={wiring.onConnectEnd}
        onClickConnectStart={wiring.onConnectStart}
        onClickConnectEnd={wiring.onClickConnectEnd}
        isValidConnection={wiring.isValidConnection}
        onReconnect={wiring.onReconnect}
        onReconnectEnd={wiring.onReconnectEnd}
        onBeforeDelete={never}
        onNodeDoubleClick={pointing.onNodeDoubleClick}
        onNodeContextMenu={pointing.onNodeContextMenu}
        onSelectionContextMenu={pointing.onSelectionContextMenu}
        onEdgeContextMenu={pointing.onEdgeContextMenu}
        onPaneContextMenu={pointing.onPaneContextMenu}
        onMove={pointing.onMove}
        edgesReconnectable
        deleteKeyCode={null}
        selectionKeyCode="Shift"
        multiSelectionKeyCode={['Shift', 'Meta', 'Control']}
        connectionLineType={ConnectionLineType.Bezier}
        connectionRadius={28}
        reconnectRadius={14}
        minZoom={0.1}
        maxZoom={2}
        fitView
        fitViewOptions={FIT}
        zoomOnDoubleClick={false}
        onlyRenderVisibleElements={pictured}
        ariaLabelConfig={labels}
        aria-label={t('title')}
        attributionPosition="bottom-right"
      >
        {!far && !pictured && <Background gap={GRID * 3} size={1.2} color="var(--dot)" />}
        <Suspense fallback={null}>
          {pictured ? <Picture nodes={nodes} edges={edges} frame={frame} /> : far && <FarWires />}
        </Suspense>
        <Guides />
        {marked && (
          <Suspense fallback={null}>
            <PhaseMarks />
          </Suspense>
        )}
        {minimap && (
          <Suspense fallback={null}>
            <Overview />
          </Suspense>
        )}
      </ReactFlow>
      {nodes.length === 0 && <EmptyCanvas />}
      <Breadcrumbs />
      <CanvasControls />
      <QuickAdd />
      <WirePicker />
      {menu && (
        <Suspense fallback={null}>
          <ContextMenu />
        </Suspense>
      )}
    </div>
  );
}

/** Deleting is an edit of the document, never React Flow's own. */
const never = () => Promise.resolve(false);

/** Context menus, double clicks, where the pointer is and how far away the drawing. */
function usePointing() {
  const { screenToFlowPosition } = useReactFlow();
  return useMemo(() => {
    const { set } = useCanvas.getState();
    const open = (event: MouseEvent | globalThis.MouseEvent, target: MenuTarget) => {
      event.preventDefault();
      set({ menu: { screen: { x: event.clientX, y: event.clientY }, target } });
    };
    const at = (event: MouseEvent | globalThis.MouseEvent) =>
      screenToFlowPosition({ x: event.clientX, y: event.clientY });
    return {
      onPointerMove: (event: PointerEvent) =>
        set({ pointer: screenToFlowPosition({ x: event.clientX, y: event.clientY }, { snapToGrid: false }) }),
      onMove: (_: unknown, { zoom }: Viewport) => {
        const far = zoom < FAR_BELOW;
        // A picture changes over by itself, once the view has come to rest.
        if (shownDrawing().nodes.length > PICTURE_ABOVE) return;
        if (far !== useCanvas.getState().far) set({ far });
      },
      onNodeDoubleClick: (_: MouseEvent, node: CanvasFlowNode) => {
        if (node.type !== 'layer') return;
        if (node.data.node.type === 'module') enterDrawing([...useDrawing.getState().path, node.id]);
        else set({ writing: node.id });
      },
      onNodeContextMenu: (event: MouseEvent, node: CanvasFlowNode) => {
        const { selection, select } = useUi.getState();
        if (![...selection.nodes, ...selection.annotations].includes(node.id)) {
          select(isNodeKey(node.id) ? [node.id] : [], [], isNodeKey(node.id) ? [] : [node.id]);
        }
        open(event, isNodeKey(node.id) ? { kind: 'nodes' } : { kind: 'annotation', id: node.id });
      },
      onSelectionContextMenu: (event: MouseEvent) => open(event, { kind: 'nodes' }),
      onEdgeContextMenu: (event: MouseEvent, edge: WireFlowEdge) => {
        useUi.getState().select([], [edge.id]);
        open(event, { kind: 'wire', id: edge.id, at: at(event) });
      },
      onPaneContextMenu: (event: MouseEvent | globalThis.MouseEvent) => open(event, { kind: 'canvas', at: at(event) }),
    };
  }, [screenToFlowPosition]);
}

/** Drawing, moving and dropping wires. */
function useWiring() {
  const { screenToFlowPosition } = useReactFlow();
  return useMemo(() => {
    const setCanvas = useCanvas.getState().set;
    return {
      isValidConnection: (connection: Connection | WireFlowEdge) => {
        const { from, to } = ends(connection);
        const refusal = connectRefusal(shownDrawing(), from, to);
        return refusal === undefined || refusal === 'duplicate';
      },
      onConnect: (connection: Connection) => {
        const { from, to } = ends(connection);
        editShown((document) => connect(document, from, to));
      },
      onConnectStart: (_: unknown, { nodeId, handleId, handleType }: OnConnectStartParams) => {
        if (!nodeId || !handleId || !handleType) return;
        const end = { node: nodeId, port: handleId };
        setCanvas({ takers: takersOf(shownDrawing(), shownAnalysis(), end, handleType) });
      },
      onClickConnectEnd: () => setCanvas({ takers: undefined }),
      onConnectEnd: (event: globalThis.MouseEvent | TouchEvent, state: FinalConnectionState) => {
        const takers = useCanvas.getState().takers;
        setCanvas({ takers: undefined });
        const { fromHandle, isValid } = state;
        if (isValid || !fromHandle?.id) return;
        const end = { node: fromHandle.nodeId, port: fromHandle.id };
        const point = 'changedTouches' in event ? event.changedTouches[0] : event;
        const target = point && document.elementFromPoint(point.clientX, point.clientY);
        const card = target?.closest('.react-flow__node')?.getAttribute('data-id');
        if (card) dropOnCard(card, end, fromHandle.type, takers);
        else if (point && target?.closest('.react-flow__pane')) {
          const screen = { x: point.clientX, y: point.clientY };
          setCanvas({ quickAdd: { screen, at: screenToFlowPosition(screen), wire: { end, side: fromHandle.type } } });
        }
      },
      onReconnect: (old: WireFlowEdge, connection: Connection) => {
        const { from, to } = ends(connection);
        editShown((document) => {
          const freed = disconnect(document, [old.id]);
          const moved = connect(freed, from, to);
          return moved === freed ? document : moved;
        });
      },
      onReconnectEnd: (_: unknown, edge: WireFlowEdge, __: unknown, state: FinalConnectionState) => {
        setCanvas({ takers: undefined });
        if (!state.isValid) editShown((document) => disconnect(document, [edge.id]));
      },
      onDoubleClick: (event: MouseEvent) => {
        if (!(event.target instanceof Element) || !event.target.classList.contains('react-flow__pane')) return;
        const screen = { x: event.clientX, y: event.clientY };
        setCanvas({ quickAdd: { screen, at: screenToFlowPosition(screen) } });
      },
    };
  }, [screenToFlowPosition]);
}

/** A wire dropped on a card rather than a port goes to the card's first port that can take it. */
function dropOnCard(card: string, end: Endpoint, side: 'source' | 'target', takers: ReadonlySet<string> | undefined) {
  if (card === end.node) return;
  const key = [...(takers ?? [])].find((item) => item.startsWith(`${card}.`));
  if (!key) return;
  const other = { node: card, port: key.slice(card.length + 1) };
  const [from, to] = side === 'source' ? [end, other] : [other, end];
  editShown((document) => connect(document, from, to));
}

const under = (event: DragEvent, selector: string): string | undefined =>
  event.target instanceof Element ? (event.target.closest(selector)?.getAttribute('data-id') ?? undefined) : undefined;

/** What a layer dropped here goes into or after. The type of a dragged layer is readable only when it is dropped: see `dragging`. */
const dropTargets = (event: DragEvent, type: string) => {
  const node = under(event, '.react-flow__node');
  return {
    dropWire: under(event, '.react-flow__edge'),
    dropNode: node && appendable(type, shownDrawing(), node) ? node : undefined,
  };
};

/** Dropping a layer from the palette, onto the canvas or into a wire. */
function useDropping() {
  const { screenToFlowPosition } = useReactFlow();
  const centreOf = useCallback(() => {
    const box = document.querySelector('[data-testid="canvas"]')?.getBoundingClientRect();
    return box ? screenToFlowPosition({ x: box.x + box.width / 2, y: box.y + box.height / 2 }) : { x: 0, y: 0 };
  }, [screenToFlowPosition]);
  useEffect(() => useCanvas.getState().set({ centre: centreOf }), [centreOf]);
  return useMemo(
    () => ({
      onDragOver: (event: DragEvent) => {
        if (!event.dataTransfer.types.includes(LAYER_DRAG_TYPE)) return;
        event.preventDefault();
        event.dataTransfer.dropEffect = 'copy';
        const now = useCanvas.getState();
        const { dropWire, dropNode } = dropTargets(event, now.dragging ?? '');
        if (now.dropWire !== dropWire || now.dropNode !== dropNode) now.set({ dropWire, dropNode });
      },
      onDragLeave: () => useCanvas.getState().set({ dropWire: undefined, dropNode: undefined }),
      onDrop: (event: DragEvent) => {
        const type = event.dataTransfer.getData(LAYER_DRAG_TYPE);
        useCanvas.getState().set({ dropWire: undefined, dropNode: undefined });
        if (!type) return;
        event.preventDefault();
        const { dropWire, dropNode } = dropTargets(event, type);
        addLayer(type, {
          at: screenToFlowPosition({ x: event.clientX, y: event.clientY }),
          ...(dropWire ? { onWire: dropWire } : {}),
          ...(dropNode ? { onNode: dropNode } : {}),
        });
      },
    }),
    [screenToFlowPosition],
  );
}
