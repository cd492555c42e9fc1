import { type FitViewOptions, useReactFlow } from '@xyflow/react';
import { type RefObject, useEffect } from 'react';
import { useDocument } from '../../stores/document';
import { useDrawing } from '../../stores/drawing';
import { useUi } from '../../stores/ui';

/** Nodes count that are in the picture only. */
export const FIT: FitViewOptions = {
  padding: { x: '40px', top: '20px', bottom: '56px' },
  maxZoom: 1.15,
  includeHiddenNodes: true,
};
const DURATION = 180;

/** Carries out what others ask of the view: another project is shown whole, a node asked for comes to the middle. */
export function useViewRequests(frame: RefObject<HTMLDivElement | null>): void {
  const { fitView, getNode, setCenter, getZoom, viewportInitialized, getViewport } = useReactFlow();
  const opened = useDocument((state) => state.opened);
  const path = useDrawing((state) => state.path);
  const request = useUi((state) => state.focusRequest);
  useEffect(() => {
    if (!viewportInitialized || !opened || !path) return;
    // After the new nodes have been measured.
    const frameId = requestAnimationFrame(() => requestAnimationFrame(() => void fitView(FIT)));
    return () => cancelAnimationFrame(frameId);
  }, [fitView, viewportInitialized, opened, path]);

  useEffect(() => {
    if (!request) return;
    const frameId = requestAnimationFrame(() => {
      const [id, ...others] = request.nodes;
      if (id === undefined || others.length > 0) {
        const some = id === undefined ? {} : { nodes: request.nodes.map((key) => ({ id: key })) };
        void fitView({ ...FIT, ...some, duration: DURATION });
        return;
      }
      const node = getNode(id);
      const box = frame.current?.getBoundingClientRect();
      if (!node || !box) return;
      const { x, y, zoom } = getViewport();
      const width = node.measured?.width ?? 0;
      const height = node.measured?.height ?? 0;
      const left = node.position.x * zoom + x;
      const top = node.position.y * zoom + y;
      const visible = left >= 0 && top >= 0 && left + width * zoom <= box.width && top + height * zoom <= box.height;
      if (visible && zoom > 0.4) return;
      void setCenter(node.position.x + width / 2, node.position.y + height / 2, {
        zoom: Math.max(getZoom(), 0.8),
        duration: DURATION,
      });
    });
    return () => cancelAnimationFrame(frameId);
  }, [request, fitView, getNode, setCenter, getZoom, getViewport, frame]);
}
