import type { Annotations } from '../document/edit/annotations';

/** Everything on the canvas goes by a key: a node by its id, a frame by `group:<id>`, a note by `note:<id>`. */
const GROUP = 'group:';
const NOTE = 'note:';

export const groupKey = (id: string): string => `${GROUP}${id}`;
export const noteKey = (id: string): string => `${NOTE}${id}`;
export const isNodeKey = (key: string): boolean => !key.includes(':');

const ids = (keys: readonly string[], prefix: string): string[] =>
  keys.flatMap((key) => (key.startsWith(prefix) ? [key.slice(prefix.length)] : []));

/** The frames and notes among keys. */
export const annotationsOf = (keys: Iterable<string>): Annotations => {
  const list = [...keys];
  return { groups: ids(list, GROUP), notes: ids(list, NOTE) };
};

/** The keys of frames and notes. */
export const keysOf = ({ groups, notes }: Annotations): string[] => [...groups.map(groupKey), ...notes.map(noteKey)];
