import * as v from 'valibot';
import { portsOf } from '../../layers/registry';
import type { DocEdge, DocNode, Drawing, Group, Note } from '../schema';
import { groupSchema, noteSchema } from '../schema';
import { edgeId } from './graph';

/** Colours of frames and notes; the interface gives each a light and a dark form. */
export const annotationColors = groupSchema.entries.color.options;
type Point = Group['position'];

/** Frames and notes by their ids. */
export interface Annotations {
  readonly groups: readonly string[];
  readonly notes: readonly string[];
}

/** New places, in canvas units, of anything on a drawing, by id. */
export interface Places {
  readonly nodes: ReadonlyMap<string, Point>;
  readonly groups: ReadonlyMap<string, Point>;
  readonly notes: ReadonlyMap<string, Point>;
}

const LIMIT = 2_000;

/** The lowest `prefix_n` that nobody has. */
function freeName(taken: readonly { readonly id: string }[], prefix: string): string {
  const ids = new Set(taken.map(({ id }) => id));
  let number = ids.size + 1;
  while (ids.has(`${prefix}_${number}`)) number++;
  return `${prefix}_${number}`;
}

/** Adds a frame; one that the schema refuses, or one too many, changes nothing and has no id. */
export function addGroup<D extends Drawing>(drawing: D, group: Omit<Group, 'id'>): { drawing: D; id?: string } {
  const id = freeName(drawing.groups, 'group');
  const parsed = v.safeParse(groupSchema, { ...group, id });
  if (!parsed.success || drawing.groups.length >= LIMIT) return { drawing };
  return { drawing: { ...drawing, groups: [...drawing.groups, parsed.output] }, id };
}

/** Adds a sticky note; one that the schema refuses, or one too many, changes nothing and has no id. */
export function addNote<D extends Drawing>(drawing: D, note: Omit<Note, 'id'>): { drawing: D; id?: string } {
  const id = freeName(drawing.notes, 'note');
  const parsed = v.safeParse(noteSchema, { ...note, id });
  if (!parsed.success || drawing.notes.length >= LIMIT) return { drawing };
  return { drawing: { ...drawing, notes: [...drawing.notes, parsed.output] }, id };
}

const shifted = ({ x, y }: Point, by: Point): Point => ({ x: x + by.x, y: y + by.y });

/** Adds copies of frames and notes, shifted, with ids of their own; gives those, in the order of the lists. */
export function addCopies<D extends Drawing>(
  drawing: D,
  { groups, notes }: Pick<Drawing, 'groups' | 'notes'>,
  by: Point,
): { drawing: D; ids: Annotations } {
  let result = drawing;
  const made: { groups: string[]; notes: string[] } = { groups: [], notes: [] };
  for (const group of groups) {
    const added = addGroup(result, { ...group, position: shifted(group.position, by) });
    result = added.drawing;
    if (added.id) made.groups.push(added.id);
  }
  for (const note of notes) {
    const added = addNote(result, { ...note, position: shifted(note.position, by) });
    result = added.drawing;
    if (added.id) made.notes.push(added.id);
  }
  return { drawing: result, ids: made };
}

/** The list with one item changed; the list itself where nothing changes or the result would not fit its schema. */
function changed<T extends { readonly id: string }>(
  list: T[],
  id: string,
  change: object,
  schema: v.GenericSchema<T>,
): T[] {
  const index = list.findIndex((item) => item.id === id);
  const old = list[index];
  if (!old) return list;
  const parsed = v.safeParse(schema, { ...old, ...change, id });
  if (!parsed.success || JSON.stringify(parsed.output) === JSON.stringify(old)) return list;
  return list.with(index, parsed.output);
}

/** Titles, colours, moves or resizes a frame. */
export function setGroup<D extends Drawing>(drawing: D, id: string, change: Partial<Omit<Group, 'id'>>): D {
  const groups = changed(drawing.groups, id, change, groupSchema);
  return groups === drawing.groups ? drawing : { ...drawing, groups };
}

/** Writes, colours, moves or resizes a note. */
export function setNote<D extends Drawing>(drawing: D, id: string, change: Partial<Omit<Note, 'id'>>): D {
  const notes = changed(drawing.notes, id, change, noteSchema);
  return notes === drawing.notes ? drawing : { ...drawing, notes };
}

/** Takes frames and notes away; what lay in a frame stays. */
export function removeAnnotations<D extends Drawing>(drawing: D, gone: Annotations): D {
  const groups = drawing.groups.filter(({ id }) => !gone.groups.includes(id));
  const notes = drawing.notes.filter(({ id }) => !gone.notes.includes(id));
  const same = groups.length === drawing.groups.length && notes.length === drawing.notes.length;
  return same ? drawing : { ...drawing, groups, notes };
}

function moved<T extends { readonly id: string; readonly position: Point }>(
  list: T[],
  places: ReadonlyMap<string, Point>,
): T[] {
  let any = false;
  const result = list.map((item) => {
    const to = places.get(item.id);
    const stays = !to || !Number.isFinite(to.x + to.y) || (to.x === item.position.x && to.y === item.position.y);
    if (stays) return item;
    any = true;
    return { ...item, position: { x: to.x, y: to.y } };
  });
  return any ? result : list;
}

/** Puts nodes, frames and notes at new places in one edit; places that are not finite are left out. */
export function moveItems<D extends Drawing>(drawing: D, places: Places): D {
  const nodes = moved(drawing.nodes, places.nodes);
  const groups = moved(drawing.groups, places.groups);
  const notes = moved(drawing.notes, places.notes);
  const same = nodes === drawing.nodes && groups === drawing.groups && notes === drawing.notes;
  return same ? drawing : { ...drawing, nodes, groups, notes };
}

/** What lies in a frame: everything whose middle is inside; of other frames, those that are wholly inside. */
export function membersOf(
  drawing: Drawing,
  frame: Pick<Group, 'id' | 'position' | 'size'>,
  middleOf: (node: DocNode) => Point,
): { readonly nodes: string[] } & Annotations {
  const { position, size } = frame;
  const inside = ({ x, y }: Point) =>
    x >= position.x && y >= position.y && x <= position.x + size.width && y <= position.y + size.height;
  const within = (other: Group) =>
    other.id !== frame.id &&
    inside(other.position) &&
    inside({ x: other.position.x + other.size.width, y: other.position.y + other.size.height });
  const middle = (note: Note): Point => ({
    x: note.position.x + note.size.width / 2,
    y: note.position.y + note.size.height / 2,
  });
  return {
    nodes: drawing.nodes.filter((node) => inside(middleOf(node))).map(({ id }) => id),
    groups: drawing.groups.filter(within).map(({ id }) => id),
    notes: drawing.notes.filter((note) => inside(middle(note))).map(({ id }) => id),
  };
}

/** Bypasses nodes, or puts them back to work. */
export function setDisabled<D extends Drawing>(drawing: D, ids: readonly string[], disabled: boolean): D {
  const wanted = new Set(ids);
  let any = false;
  const nodes = drawing.nodes.map((node) => {
    if (!wanted.has(node.id) || (node.disabled ?? false) === disabled) return node;
    any = true;
    const { disabled: _, ...rest } = node;
    return disabled ? { ...rest, disabled } : rest;
  });
  return any ? { ...drawing, nodes } : drawing;
}

/** The way through a node that is cut out of its wires: from its first input to its first output. */
const through = (node: DocNode): { readonly input: string; readonly output: string } | undefined => {
  const { inputs, outputs } = portsOf(node);
  return inputs[0] && outputs[0] ? { input: inputs[0].id, output: outputs[0].id } : undefined;
};

/**
 * Removes nodes and joins the ends: what came in by a removed node's first input goes on to the readers of its first output.
 * Wires at its other ports go with it.
 */
export function removeHealing<D extends Drawing>(drawing: D, ids: readonly string[]): D {
  const gone = new Set(ids);
  const removed = new Map(drawing.nodes.filter(({ id }) => gone.has(id)).map((node) => [node.id, node]));
  if (removed.size === 0) return drawing;
  const arriving = new Map(drawing.edges.map((edge) => [`${edge.to.node} ${edge.to.port}`, edge.from]));
  /** Where a value comes from that a removed node only let through. */
  const sourceOf = (from: DocEdge['from']): DocEdge['from'] | undefined => {
    const seen = new Set<string>();
    let end: DocEdge['from'] | undefined = from;
    for (let node = removed.get(end.node); node && end; node = end && removed.get(end.node)) {
      const ports = through(node);
      if (seen.has(node.id) || !ports || ports.output !== end.port) return undefined;
      seen.add(node.id);
      end = arriving.get(`${node.id} ${ports.input}`);
    }
    return end;
  };
  const edges = drawing.edges.flatMap((edge): DocEdge[] => {
    if (removed.has(edge.to.node)) return [];
    if (!removed.has(edge.from.node)) return [edge];
    const from = sourceOf(edge.from);
    return from ? [{ id: edgeId(from, edge.to), from, to: edge.to }] : [];
  });
  return { ...drawing, nodes: drawing.nodes.filter(({ id }) => !gone.has(id)), edges };
}
