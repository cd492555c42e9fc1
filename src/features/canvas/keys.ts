import { isMac } from '../common/platform';

/** `Mod Shift Z` as this machine's keyboard has it: `Ctrl+Shift+Z`, `⌘⇧Z`. */
export function keysText(keys: string): string {
  const parts = keys.split(' ');
  if (!isMac) return parts.map((key) => (key === 'Mod' ? 'Ctrl' : key)).join('+');
  return parts.map((key) => ({ Mod: '⌘', Shift: '⇧', Alt: '⌥' })[key] ?? key).join('');
}
