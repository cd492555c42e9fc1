/** Whether a data set (or a path of one of its files) is one that the user brought. */
export const isOwn = (path: string): boolean => path.startsWith('my-');
