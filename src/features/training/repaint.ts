interface Source {
  subscribe(listener: () => void): () => void;
}

/** Least time between two pictures of a chart and between two readings of a number, ms: the cores belong to the training. */
export const CHART_INTERVAL = 60;
export const TEXT_INTERVAL = 125;

/** Paints now and after every change of the source, at most once in `interval` ms and not at all in a hidden page. */
export function repaintOnChange(source: Source, paint: () => void, interval: number): () => void {
  let frame: number | undefined;
  let last = 0;
  const due = (time: number): void => {
    if (time - last < interval) {
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
