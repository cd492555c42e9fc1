import { MantineProvider } from '@mantine/core';
import { useColorScheme } from '@mantine/hooks';
import { Notifications } from '@mantine/notifications';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useUi } from '../stores/ui';
import { ErrorBoundary } from './ErrorBoundary';
import { Shell } from './Shell';
import { theme } from './theme';

/** Theme, language and the last line of defence around the shell. */
export function App() {
  const { i18n } = useTranslation();
  const locale = useUi((state) => state.locale);
  const scheme = useUi((state) => state.scheme);
  const system = useColorScheme('light', { getInitialValueInEffect: false });
  useEffect(() => {
    document.documentElement.lang = locale;
    if (i18n.language !== locale) void i18n.changeLanguage(locale);
  }, [i18n, locale]);
  return (
    <MantineProvider theme={theme} forceColorScheme={scheme === 'auto' ? system : scheme}>
      <Notifications position="bottom-center" limit={3} />
      <ErrorBoundary>
        <Shell />
      </ErrorBoundary>
    </MantineProvider>
  );
}
