/** A finger that rests this long asks for the menu, ms. */
const LONG = 500;
/** A finger that moved further than this, CSS pixels, drags. */
const SLACK = 8;

/**
 * Calls `open` where one finger alone rests for a while, in browsers that make a context menu of that and in those that do not.
 * Where `open` says that it did, the browser's own menu and the tap at the end are left out.
 */
export function onLongPress(frame: HTMLElement, signal: AbortSignal, open: (event: MouseEvent) => boolean): void {
  const down = new Set<number>();
  let start = { x: 0, y: 0 };
  let timer = 0;
  let opened = false;
  const isFinger = ({ pointerType }: PointerEvent) => pointerType === 'touch';
  const lift = (event: PointerEvent) => {
    down.delete(event.pointerId);
    clearTimeout(timer);
  };
  const silence = (event: Event) => {
    event.preventDefault();
    event.stopPropagation();
  };
  frame.addEventListener(
    'pointerdown',
    (event) => {
      opened = false;
      if (!isFinger(event)) return;
      down.add(event.pointerId);
      clearTimeout(timer);
      if (down.size > 1) return;
      start = { x: event.clientX, y: event.clientY };
      timer = window.setTimeout(() => {
        opened = open(event);
      }, LONG);
    },
    { signal, capture: true },
  );
  frame.addEventListener(
    'pointermove',
    (event) => {
      if (Math.hypot(event.clientX - start.x, event.clientY - start.y) > SLACK) clearTimeout(timer);
    },
    { signal, capture: true },
  );
  window.addEventListener('pointerup', lift, { signal, capture: true });
  window.addEventListener('pointercancel', lift, { signal, capture: true });
  frame.addEventListener(
    'contextmenu',
    (event) => {
      if (down.size > 0 && !opened) {
        clearTimeout(timer);
        opened = open(event);
      }
      if (opened) silence(event);
    },
    { signal, capture: true },
  );
  frame.addEventListener(
    'click',
    (event) => {
      if (opened) silence(event);
      opened = false;
    },
    { signal, capture: true },
  );
  signal.addEventListener('abort', () => clearTimeout(timer));
}
