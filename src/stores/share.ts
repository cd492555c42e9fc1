import type { NetDocument } from '../document/schema';
import { encodeShare } from '../storage/shareLink';
import { type LockPart, searchOf } from './lessonLocks';

export { decodeShare } from '../storage/shareLink';

/** The address that opens this document on this server, with some parts locked. */
export async function linkTo(document: NetDocument, locked: Iterable<LockPart>): Promise<string> {
  return `${location.origin}${location.pathname}${searchOf(locked)}#${await encodeShare(document)}`;
}
