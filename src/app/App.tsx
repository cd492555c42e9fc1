import { MantineProvider } from '@mantine/core';
import { useColorScheme } from '@mantine/hooks';
import { lazy, Suspense, useEffect, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useUi } from '../stores/ui';
import { ErrorBoundary } from './ErrorBoundary';
import { changeLanguage } from './i18n';
import { Shell } from './Shell';
import { withCloseLabel } from './theme';

const Notifications = lazy(async () => ({ default: (await import('@mantine/notifications')).Notifications }));

/** Theme, language and the last line of defence around the shell. */
export function App() {
  const locale = useUi((state) => state.locale);
  const scheme = useUi((state) => state.scheme);
  const system = useColorScheme('light', { getInitialValueInEffect: false });
  useEffect(() => {
    document.documentElement.lang = locale;
    void changeLanguage(locale);
  }, [locale]);
  const { t } = useTranslation('shell');
  const close = t('close');
  const named = useMemo(() => withCloseLabel(close), [close]);
  return (
    <MantineProvider theme={named} forceColorScheme={scheme === 'auto' ? system : scheme}>
      <Suspense fallback={null}>
        <Notifications position="bottom-center" limit={3} />
      </Suspense>
      <ErrorBoundary>
        <Shell />
      </ErrorBoundary>
    </MantineProvider>
  );
}
