import '@xyflow/react/dist/base.css';
import {
  Background,
  type Connection,
  ConnectionLineType,
  type FinalConnectionState,
  MiniMap,
  type OnConnectStartParams,
  ReactFlow,
  ReactFlowProvider,
  useReactFlow,
} from '@xyflow/react';
import { type DragEvent, type MouseEvent, useCallback, useEffect, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { connect, connectRefusal, disconnect, type Endpoint } from '../../document/edit';
import { layers } from '../../layers/registry';
import { analysisOf } from '../../stores/analysis';
import { useDocument } from '../../stores/document';
import { useUi } from '../../stores/ui';
import { addLayer } from './addLayer';
import styles from './Canvas.module.css';
import { CanvasControls } from './CanvasControls';
import { LAYER_DRAG_TYPE, useCanvas } from './canvasStore';
import { EmptyCanvas } from './EmptyCanvas';
import { GRID } from './geometry';
import { LayerNode } from './LayerNode';
import { QuickAdd } from './QuickAdd';
import { takersOf } from './takers';
import { useAriaLabels } from './useAriaLabels';
import { type LayerFlowNode, useFlowEdges, useFlowNodes, type WireFlowEdge } from './useFlow';
import { useShortcuts } from './useShortcuts';
import { FIT, useViewRequests } from './useViewRequests';
import { Wire } from './Wire';

const nodeTypes = { layer: LayerNode };
const edgeTypes = { wire: Wire };
/** Above this many nodes only those in view are in the page. */
const VIRTUAL_ABOVE = 150;

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
  const labels = useAriaLabels();
  const wiring = useWiring();
  const dropping = useDropping();
  const frame = useRef<HTMLDivElement>(null);
  useShortcuts();
  useViewRequests(frame);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: a drop target and a double click; keys do the same by the palette
    <div ref={frame} className={styles.canvas} {...dropping} onDoubleClick={wiring.onDoubleClick} data-testid="canvas">
      <ReactFlow<LayerFlowNode, WireFlowEdge>
        nodes={nodes}
        edges={edges}
        nodeTypes={nodeTypes}
        edgeTypes={edgeTypes}
        onNodesChange={onNodesChange}
        onEdgesChange={onEdgesChange}
        onConnect={wiring.onConnect}
        onConnectStart={wiring.onConnectStart}
        onConnectEnd={wiring.onConnectEnd}
        isValidConnection={wiring.isValidConnection}
        onReconnect={wiring.onReconnect}
        onReconnectEnd={wiring.onReconnectEnd}
        onBeforeDelete={never}
        edgesReconnectable
        deleteKeyCode={null}
        selectionKeyCode="Shift"
        multiSelectionKeyCode={['Shift', 'Meta', 'Control']}
        connectionLineType={ConnectionLineType.Bezier}
        connectionRadius={28}
        reconnectRadius={14}
        snapToGrid
        snapGrid={[GRID, GRID]}
        minZoom={0.1}
        maxZoom={2}
        fitView
        fitViewOptions={FIT}
        zoomOnDoubleClick={false}
        onlyRenderVisibleElements={nodes.length > VIRTUAL_ABOVE}
        ariaLabelConfig={labels}
        aria-label={t('title')}
        attributionPosition="bottom-right"
      >
        <Background gap={GRID * 3} size={1.2} color="var(--dot)" />
        {minimap && (
          <MiniMap pannable zoomable className={styles.minimap ?? ''} nodeColor={minimapColor} nodeBorderRadius={6} />
        )}
      </ReactFlow>
      {nodes.length === 0 && <EmptyCanvas />}
      <CanvasControls />
      <QuickAdd />
    </div>
  );
}

/** Deleting is an edit of the document, never React Flow's own. */
const never = () => Promise.resolve(false);

const minimapColor = (node: LayerFlowNode): string =>
  `var(--group-${layers.get(node.data.node.type)?.group ?? 'shape'})`;

/** Drawing, moving and dropping wires. */
function useWiring() {
  const { screenToFlowPosition } = useReactFlow();
  return useMemo(() => {
    const edit = useDocument.getState().edit;
    const setCanvas = useCanvas.getState().set;
    return {
      isValidConnection: (connection: Connection | WireFlowEdge) => {
        const { from, to } = ends(connection);
        const refusal = connectRefusal(useDocument.getState().document, from, to);
        return refusal === undefined || refusal === 'duplicate';
      },
      onConnect: (connection: Connection) => {
        const { from, to } = ends(connection);
        edit((document) => connect(document, from, to));
      },
      onConnectStart: (_: unknown, { nodeId, handleId, handleType }: OnConnectStartParams) => {
        const { document } = useDocument.getState();
        if (!nodeId || !handleId || !handleType) return;
        setCanvas({ takers: takersOf(document, analysisOf(document), { node: nodeId, port: handleId }, handleType) });
      },
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
        edit((document) => {
          const freed = disconnect(document, [old.id]);
          const moved = connect(freed, from, to);
          return moved === freed ? document : moved;
        });
      },
      onReconnectEnd: (_: unknown, edge: WireFlowEdge, __: unknown, state: FinalConnectionState) => {
        setCanvas({ takers: undefined });
        if (!state.isValid) edit((document) => disconnect(document, [edge.id]));
      },
      onDoubleClick: (event: MouseEvent) => {
        if (!(event.target instanceof Element) || !event.target.closest('.react-flow__pane')) return;
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
  useDocument.getState().edit((document) => connect(document, from, to));
}

const wireUnder = (event: DragEvent): string | undefined =>
  event.target instanceof Element
    ? (event.target.closest('.react-flow__edge')?.getAttribute('data-id') ?? undefined)
    : undefined;

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
        const dropWire = wireUnder(event);
        if (useCanvas.getState().dropWire !== dropWire) useCanvas.getState().set({ dropWire });
      },
      onDragLeave: () => useCanvas.getState().set({ dropWire: undefined }),
      onDrop: (event: DragEvent) => {
        const type = event.dataTransfer.getData(LAYER_DRAG_TYPE);
        useCanvas.getState().set({ dropWire: undefined });
        if (!type) return;
        event.preventDefault();
        const onWire = wireUnder(event);
        addLayer(type, {
          at: screenToFlowPosition({ x: event.clientX, y: event.clientY }),
          ...(onWire ? { onWire } : {}),
        });
      },
    }),
    [screenToFlowPosition],
  );
}
