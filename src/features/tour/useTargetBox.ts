import { type CSSProperties, useEffect, useRef, useState } from 'react';

const CARD_WIDTH = 300;
const CARD_HEIGHT = 190;
const GAP = 14;

/** Where something is on the page, followed as it moves; undefined while it is not there. */
export function useTargetBox(target: () => Element | null): DOMRect | undefined {
  const [box, setBox] = useState<DOMRect>();
  const latest = useRef(target);
  latest.current = target;
  useEffect(() => {
    let frame = 0;
    let before = '';
    const look = () => {
      const now = latest.current()?.getBoundingClientRect();
      const key = now ? `${now.x} ${now.y} ${now.width} ${now.height}` : '';
      if (key !== before) setBox(now);
      before = key;
      frame = requestAnimationFrame(look);
    };
    look();
    return () => cancelAnimationFrame(frame);
  }, []);
  return box;
}

const clamp = (value: number, most: number): number => Math.round(Math.max(8, Math.min(value, most - 8)));

/** Around the target, inside the window. */
export function ringPlace({ left, top, right, bottom }: DOMRect): CSSProperties {
  const inset = (value: number, most: number) => Math.max(2, Math.min(value, most - 2));
  const [x, y] = [inset(left - 2, innerWidth), inset(top - 2, innerHeight)];
  return { left: x, top: y, width: inset(right + 2, innerWidth) - x, height: inset(bottom + 2, innerHeight) - y };
}

/** Beside the target where there is room: right, left, below, above. In the middle of the page without a target. */
export function cardPlace(box: DOMRect | undefined): CSSProperties {
  const { innerWidth: width, innerHeight: height } = window;
  if (!box) return { left: clamp((width - CARD_WIDTH) / 2, width), top: clamp((height - CARD_HEIGHT) / 2, height) };
  const left = clamp(box.left + box.width / 2 - CARD_WIDTH / 2, width - CARD_WIDTH);
  const top = clamp(box.top + box.height / 2 - CARD_HEIGHT / 2, height - CARD_HEIGHT);
  const wide = box.width > width / 2;
  if (!wide && box.right + GAP + CARD_WIDTH < width) return { left: Math.round(box.right + GAP), top };
  if (!wide && box.left - GAP - CARD_WIDTH > 0) return { left: Math.round(box.left - GAP - CARD_WIDTH), top };
  if (box.bottom + GAP + CARD_HEIGHT < height) return { left, top: Math.round(box.bottom + GAP) };
  return { left, bottom: Math.round(height - box.top + GAP) };
}
