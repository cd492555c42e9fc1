import type { Point } from '../../document/edit';
import { type Annotations, membersOf, type Places } from '../../document/edit/annotations';
import type { Drawing, Group, Note } from '../../document/schema';
import { annotationsOf, groupKey, isNodeKey, keysOf, noteKey } from '../../stores/keys';
import type { Selection } from '../../stores/ui';
import { type Box, cardBox, middleOf } from './geometry';

export const groupOf = (drawing: Drawing, key: string): Group | undefined =>
  drawing.groups.find(({ id }) => groupKey(id) === key);
export const noteOf = (drawing: Drawing, key: string): Note | undefined =>
  drawing.notes.find(({ id }) => noteKey(id) === key);

/** New places by key as an edit of the drawing takes them. */
export function placesOf(moved: ReadonlyMap<string, Point>): Places {
  const { groups, notes } = annotationsOf(moved.keys());
  const pick = (ids: readonly string[], keyOf: (id: string) => string) =>
    new Map(ids.map((id) => [id, moved.get(keyOf(id)) as Point] as const));
  return {
    nodes: new Map([...moved].filter(([key]) => isNodeKey(key))),
    groups: pick(groups, groupKey),
    notes: pick(notes, noteKey),
  };
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

/** A selection with all that lies in its frames: what a copy of it takes along. */
export function withContents(
  drawing: Drawing,
  { nodes, annotations }: Selection,
): { readonly nodes: string[]; readonly annotations: Annotations } {
  const contents = annotations.flatMap((key) => {
    const group = groupOf(drawing, key);
    return group ? contentsOf(drawing, group) : [];
  });
  const keys = [...new Set([...nodes, ...annotations, ...contents])];
  return { nodes: keys.filter(isNodeKey), annotations: annotationsOf(keys) };
}

/** Keys of all that lies in a frame. */
export function contentsOf(drawing: Drawing, group: Group): string[] {
  const members = membersOf(drawing, group, (node) => middleOf(cardBox(node)));
  return [...members.nodes, ...keysOf(members)];
}
