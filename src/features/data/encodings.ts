import type { Encoding } from '../../stores/dataRoom';

/** Encodings that can be chosen. */
export const encodings: readonly Encoding[] = [
  'utf-8',
  'utf-16le',
  'utf-16be',
  'windows-1252',
  'gb18030',
  'shift_jis',
  'euc-kr',
];
