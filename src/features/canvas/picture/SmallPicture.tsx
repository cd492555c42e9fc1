import { Panel, useReactFlow, useStoreApi } from '@xyflow/react';
import { type PointerEvent, useEffect, useRef, type WheelEvent } from 'react';
import { useTranslation } from 'react-i18next';
import canvasStyles from '../Canvas.module.css';
import type { CanvasFlowNode } from '../flowTypes';
import { type Box, boundsOf } from '../geometry';
import styles from './Picture.module.css';
import { type Palette, readPalette, translucent } from './palette';
import { type Scene, sceneOf, type View, windowOf } from './scene';

const SIZE = { width: 200, height: 150 };

/** How the small picture shows everything and the view: canvas units to CSS pixels of it. */
function scaleOf({ cards }: Scene, view: View): { readonly scale: number; readonly x: number; readonly y: number } {
  const seen = windowOf(view);
  const whole: Box = boundsOf([...cards.map(({ box }) => box), seen]) ?? seen;
  const scale = Math.min(SIZE.width / whole.width, SIZE.height / whole.height) * 0.94;
  return {
    scale,
    x: SIZE.width / 2 - (whole.x + whole.width / 2) * scale,
    y: SIZE.height / 2 - (whole.y + whole.height / 2) * scale,
  };
}

function paintSmall(ctx: CanvasRenderingContext2D, scene: Scene, view: View, ratio: number, palette: Palette): void {
  const { scale, x, y } = scaleOf(scene, view);
  ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
  ctx.clearRect(0, 0, SIZE.width, SIZE.height);
  for (const { box, group } of scene.cards) {
    ctx.fillStyle = palette.groups[group].full;
    ctx.fillRect(box.x * scale + x, box.y * scale + y, Math.max(1, box.width * scale), Math.max(1, box.height * scale));
  }
  const seen = windowOf(view);
  ctx.beginPath();
  ctx.rect(0, 0, SIZE.width, SIZE.height);
  ctx.rect(seen.x * scale + x, seen.y * scale + y, seen.width * scale, seen.height * scale);
  ctx.fillStyle = translucent(palette.canvas, 0.7);
  ctx.fill('evenodd');
}

/** A large drawing in small: press or drag to go there, scroll to zoom. Painted once a frame at most. */
export default function SmallPicture() {
  const { t } = useTranslation('canvas');
  const flow = useStoreApi<CanvasFlowNode>();
  const { setCenter, zoomTo } = useReactFlow();
  const canvas = useRef<HTMLCanvasElement>(null);
  const view = (): View => {
    const { transform, width, height } = flow.getState();
    return { x: transform[0], y: transform[1], zoom: transform[2], width, height };
  };
  const scene = (): Scene => sceneOf(flow.getState().nodes, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `view` and `scene` read the store
  useEffect(() => {
    let frame = 0;
    let palette: Palette | undefined;
    const paint = () => {
      frame = 0;
      const ctx = canvas.current?.getContext('2d');
      if (!canvas.current || !ctx) return;
      palette ??= readPalette(canvas.current);
      paintSmall(ctx, scene(), view(), 2, palette);
    };
    const request = () => {
      frame ||= requestAnimationFrame(paint);
    };
    const theme = new MutationObserver(() => {
      palette = undefined;
      request();
    });
    theme.observe(document.documentElement, { attributeFilter: ['data-mantine-color-scheme'] });
    const stop = flow.subscribe((state, before) => {
      if (state.transform !== before.transform || state.nodes !== before.nodes || state.width !== before.width)
        request();
    });
    request();
    return () => {
      stop();
      theme.disconnect();
      cancelAnimationFrame(frame);
    };
  }, [flow]);
  const go = (event: PointerEvent<HTMLCanvasElement>) => {
    if (event.buttons !== 1) return;
    const { scale, x, y } = scaleOf(scene(), view());
    const { left, top } = event.currentTarget.getBoundingClientRect();
    event.currentTarget.setPointerCapture(event.pointerId);
    void setCenter((event.clientX - left - x) / scale, (event.clientY - top - y) / scale, { zoom: view().zoom });
  };
  const onWheel = ({ deltaY }: WheelEvent) => void zoomTo(view().zoom * 2 ** (-deltaY / 500));
  return (
    <Panel position="bottom-right" className={`${canvasStyles.minimap} nopan nowheel`}>
      <canvas
        ref={canvas}
        className={styles.small}
        width={SIZE.width * 2}
        height={SIZE.height * 2}
        role="img"
        aria-label={t('minimap')}
        data-testid="small-picture"
        onPointerDown={go}
        onPointerMove={go}
        onWheel={onWheel}
      />
    </Panel>
  );
}
