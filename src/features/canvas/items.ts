import type { Point } from '../../document/edit';
import { type Annotations, membersOf, type Places } from '../../document/edit/annotations';
import type { Drawing, Group, Note } from '../../document/schema';
import { type Box, cardBox, middleOf } from './geometry';

/** Everything on the canvas goes by a key: a node by its id, a frame by `group:<id>`, a note by `note:<id>`. */
const GROUP = 'group:';
const NOTE = 'note:';

export const groupKey = (id: string): string => `${GROUP}${id}`;
export const noteKey = (id: string): string => `${NOTE}${id}`;
export const isNodeKey = (key: string): boolean => !key.includes(':');

const ids = (keys: Iterable<string>, prefix: string): string[] =>
  [...keys].flatMap((key) => (key.startsWith(prefix) ? [key.slice(prefix.length)] : []));

/** The frames and notes among keys. */
export const annotationsOf = (keys: Iterable<string>): Annotations => {
  const list = [...keys];
  return { groups: ids(list, GROUP), notes: ids(list, NOTE) };
};

export const groupOf = (drawing: Drawing, key: string): Group | undefined =>
  drawing.groups.find(({ id }) => groupKey(id) === key);
export const noteOf = (drawing: Drawing, key: string): Note | undefined =>
  drawing.notes.find(({ id }) => noteKey(id) === key);

/** New places by key as an edit of the drawing takes them. */
export function placesOf(moved: ReadonlyMap<string, Point>): Places {
  const pick = (prefix: string) =>
    new Map(
      [...moved].flatMap(([key, to]) => (key.startsWith(prefix) ? [[key.slice(prefix.length), to] as const] : [])),
    );
  return { nodes: new Map([...moved].filter(([key]) => isNodeKey(key))), groups: pick(GROUP), notes: pick(NOTE) };
}

/** Where everything on a drawing is, by key. */
export function boxesOf(drawing: Drawing): Map<string, Box> {
  const framed = ({ position, size }: Group | Note): Box => ({ ...position, ...size });
  return new Map([
    ...drawing.nodes.map((node) => [node.id, cardBox(node)] as const),
    ...drawing.groups.map((group) => [groupKey(group.id), framed(group)] as const),
    ...drawing.notes.map((note) => [noteKey(note.id), framed(note)] as const),
  ]);
}

/** Keys of all that lies in a frame. */
export function contentsOf(drawing: Drawing, group: Group): string[] {
  const members = membersOf(drawing, group, (node) => middleOf(cardBox(node)));
  return [...members.nodes, ...members.groups.map(groupKey), ...members.notes.map(noteKey)];
}
