import type { ComponentType } from 'react';

/** The parts of one slot, one after another. */
export function Slot({ parts }: { readonly parts: readonly ComponentType[] }) {
  // biome-ignore lint/suspicious/noArrayIndexKey: the list never changes while the page is open
  return parts.map((Part, index) => <Part key={index} />);
}
