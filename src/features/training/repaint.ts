interface Source {
  subscribe(listener: () => void): () => void;
}

/** Charts need no more than this many milliseconds between two pictures; the cores belong to the training. */
const INTERVAL = 60;

/** Paints now and after every change of the source, at most once a frame and not at all in a hidden page. */
export function repaintOnChange(source: Source, paint: () => void): () => void {
  let frame: number | undefined;
  let last = 0;
  const due = (time: number): void => {
    if (time - last < INTERVAL) {
      frame = requestAnimationFrame(due);
      return;
    }
    frame = undefined;
    last = time;
    paint();
  };
  const request = (): void => {
    frame ??= requestAnimationFrame(due);
  };
  paint();
  const unsubscribe = source.subscribe(request);
  return () => {
    unsubscribe();
    if (frame !== undefined) cancelAnimationFrame(frame);
  };
}
