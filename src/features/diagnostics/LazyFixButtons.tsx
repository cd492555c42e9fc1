import { type ComponentProps, lazy, Suspense } from 'react';

const FixButtons = lazy(() => import('./FixButtons'));

/** The fixes of a diagnostic: their code comes with the first problem. */
export const LazyFixButtons = (props: ComponentProps<typeof FixButtons>) => (
  <Suspense fallback={null}>
    <FixButtons {...props} />
  </Suspense>
);
