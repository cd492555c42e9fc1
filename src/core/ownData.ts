/** Whether a data set (or a path of one of its files) is one that the user brought. */
export const isOwn = (path: string): boolean => path.startsWith('my-');

/** An id for a data set of the user's own out of the name of a file. */
export function ownId(name: string): string {
  const stem = name
    .replace(/\.[^.]*$/, '')
    .replace(/[^A-Za-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .toLowerCase();
  return `my-${stem || 'data'}`;
}
