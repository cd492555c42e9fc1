import { parseDocument } from '../document/parse';
import type { NetDocument } from '../document/schema';
import { useDocument } from './document';

/** Between the tabs that show one project: one asks to see what the other makes of it, the other sends it. */
type Message =
  | { readonly kind: 'follow'; readonly id: string }
  | { readonly kind: 'document'; readonly document: unknown };

type Channel = Pick<BroadcastChannel, 'postMessage'>;

/** Edits closer together than this are sent once, ms. */
const REST = 60;

const post = (channel: Channel, message: Message): void => channel.postMessage(message);

/** Asks the tab that writes a project for every change of it from now on. */
export const follow = (channel: Channel, id: string): void => post(channel, { kind: 'follow', id });

/** The project that is sent, as long as it is the open one; what stops it. */
let sent: string | undefined;
let stop: (() => void) | undefined;
let waiting = false;

const open = (): NetDocument => useDocument.getState().document;

function send(channel: Channel): void {
  waiting = false;
  if (sent === open().id) post(channel, { kind: 'document', document: open() });
}

/**
 * Acts on what another tab said: who writes the open project sends it to who asks, now and after each change; who only looks shows
 * what comes.
 * @param mine whether this tab may write the open project
 */
export function hear(channel: Channel, data: unknown, mine: () => boolean): void {
  if (!isMessage(data)) return;
  if (data.kind === 'document') {
    if (!mine()) show(data.document);
    return;
  }
  if (!mine() || data.id !== open().id) return;
  sent = data.id;
  send(channel);
  stop?.();
  stop = useDocument.subscribe((state, before) => {
    if (state.document === before.document || waiting || !mine()) return;
    waiting = true;
    setTimeout(() => send(channel), REST);
  });
}

/** Another tab may run another version: what it sends is read as a file is. */
function show(document: unknown): void {
  const parsed = parseDocument(document);
  if (parsed.ok && parsed.value.id === open().id) useDocument.getState().follow(parsed.value);
}

function isMessage(data: unknown): data is Message {
  if (typeof data !== 'object' || data === null || !('kind' in data)) return false;
  return data.kind === 'follow' ? 'id' in data : data.kind === 'document' && 'document' in data;
}
