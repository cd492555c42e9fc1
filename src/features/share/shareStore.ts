import { create } from 'zustand';
import type { Diagnostic } from '../../core/diagnostic';
import type { NetDocument } from '../../document/schema';

interface ShareState {
  /** The dialog that makes a link. */
  readonly opened: boolean;
  /** A project that came by a link and waits to be looked at, or why it cannot be. */
  readonly received: { readonly document: NetDocument } | { readonly refused: readonly Diagnostic[] } | undefined;
}

export const useShare = create<ShareState>()(() => ({ opened: false, received: undefined }));

/** Looks at the address now and whenever its fragment changes; what it carries is shown, not opened. */
export function watchAddress(): void {
  const look = async () => {
    const { hash } = location;
    if (!hash.startsWith('#project=')) return;
    const { decodeShare } = await import('../../stores/share');
    const decoded = await decodeShare(hash);
    useShare.setState({ received: decoded.ok ? { document: decoded.value } : { refused: decoded.error } });
  };
  void look();
  window.addEventListener('hashchange', () => void look());
}

/** What came by a link has been dealt with: a reload does not ask again. */
export function forgetReceived(): void {
  useShare.setState({ received: undefined });
  history.replaceState(null, '', location.pathname + location.search);
}
