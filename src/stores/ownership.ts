import { create } from 'zustand';
import { Claims } from '../storage/claims';
import { guardEdits } from './document';
import { refuse } from './refusal';
import { autosave, foreignProjects, useSaving } from './saving';

interface OwnershipState {
  /** Another tab has the open project: here it can be looked at, not changed. */
  readonly elsewhere: boolean;
  /** This tab has asked the other for it. */
  readonly asking: boolean;
}

/** Whether this tab may change the open project. */
export const useOwnership = create<OwnershipState>()(() => ({ elsewhere: false, asking: false }));

interface Handlers {
  /** The project has become this tab's: what the other wrote last is to be shown. */
  reload(id: string): Promise<void>;
  /** The project was taken away with edits on it that are on no disk: they go to a project of their own. */
  rescue(): Promise<void>;
}

let handlers: Handlers | undefined;
let openGuard: (() => void) | undefined;

const isMine = (): boolean => !useOwnership.getState().elsewhere;

/** Edits are free, as far as this tab knows. */
function free(): void {
  openGuard?.();
  openGuard = undefined;
  useOwnership.setState({ elsewhere: false, asking: false });
}

function settle(id: string, mine: boolean): void {
  openGuard?.();
  openGuard = mine ? undefined : guardEdits(() => refuse('elsewhere'));
  if (mine) foreignProjects.delete(id);
  else foreignProjects.add(id);
  useOwnership.setState({ elsewhere: !mine, asking: false });
  if (!mine && channel) void following().then(({ follow }) => follow(channel, id));
}

/** Showing what another tab does, or telling others what this one does: nobody needs it who has one tab. */
const following = () => import('./following');

const inBrowser = typeof navigator !== 'undefined' && 'locks' in navigator && typeof BroadcastChannel !== 'undefined';

const channel = inBrowser ? new BroadcastChannel('netloom projects') : undefined;
channel?.addEventListener('message', ({ data }) => void following().then(({ hear }) => hear(channel, data, isMine)));

const claims = new Claims(inBrowser ? navigator.locks : undefined, channel, {
  beforeRelease: () => autosave.flush(),
  onChange: (id, mine, stolen) => {
    const unsaved = stolen && useSaving.getState().status === 'pending';
    settle(id, mine);
    if (unsaved) void handlers?.rescue();
    else if (mine) void handlers?.reload(id);
  },
});

/** What happens when projects change hands. */
export function onHandover(next: Handlers): void {
  handlers = next;
}

/** Makes a project this tab's, if no other has it; says whether it could. */
export async function own(id: string): Promise<boolean> {
  // What the project before was does not count; the answer comes in a moment.
  if (!foreignProjects.has(id)) free();
  const mine = await claims.claim(id);
  settle(id, mine);
  return mine;
}

/** Asks the other tab for the open project. */
export function takeOver(): void {
  useOwnership.setState({ asking: true });
  claims.takeOver();
}

/** Ids of the projects that some tab has open. */
export const projectsInTabs = (): Promise<ReadonlySet<string>> => claims.taken();
