import { type ComponentType, lazy, Suspense, useRef } from 'react';

/**
 * A dialog whose code comes when it first opens, and which then stays in the page so that it can close in its own time.
 * @param useOpened a hook that says whether it is open
 * @param load gives the dialog's component
 */
export function lazyDialog(useOpened: () => boolean, load: () => Promise<ComponentType>): ComponentType {
  const Dialog = lazy(async () => ({ default: await load() }));
  return function LazyDialog() {
    const opened = useOpened();
    const wanted = useRef(false);
    wanted.current ||= opened;
    return wanted.current ? (
      <Suspense fallback={null}>
        <Dialog />
      </Suspense>
    ) : null;
  };
}
