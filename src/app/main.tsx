import '@mantine/core/styles.layer.css';
import '@mantine/notifications/styles.layer.css';
import '@fontsource-variable/inter/wght.css';
import '@fontsource-variable/jetbrains-mono/wght.css';
import './tokens.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { internal } from '../core/errors';
import { watchAddress } from '../features/share/shareStore';
import { offerTour } from '../features/tour/tourStore';
import { startLocks } from '../stores/lessonLocks';
import { startProjects } from '../stores/projects';
import { useUi } from '../stores/ui';
import { App } from './App';
import { startI18n } from './i18n';

const { locale } = useUi.getState();
startLocks(location.search);
await Promise.all([startI18n(locale), startProjects(locale)]);
const root = document.getElementById('root') ?? internal('the page has no #root');
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
watchAddress();
offerTour();
