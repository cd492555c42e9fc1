import { getHotkeyHandler } from '@mantine/hooks';
import { useEffect } from 'react';
import { useRun } from '../../stores/run';
import { isMac } from '../common/platform';

const mod = isMac ? '⌘' : 'Ctrl';

/** Keys as tooltips show them. */
export const shortcutText = {
  train: isMac ? '⌘↵' : 'Ctrl Enter',
  step: `${mod} .`,
  stop: isMac ? '⌘⇧.' : 'Ctrl Shift .',
} as const;

function trainOrPause(): void {
  const { status, pause, train } = useRun.getState();
  void (status === 'running' ? pause() : train());
}

const onKeyDown = getHotkeyHandler([
  ['mod+Enter', trainOrPause],
  ['mod+.', () => void useRun.getState().step()],
  ['mod+shift+.', () => void useRun.getState().stop()],
  // With Shift, many keyboards give another character.
  ['mod+shift+>', () => void useRun.getState().stop()],
]);

/** The run's keys work wherever the focus is. */
export function useRunShortcuts(): void {
  useEffect(() => {
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, []);
}
