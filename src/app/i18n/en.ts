/** English sentences by the file they stand in. */
export const files = import.meta.glob<Record<string, unknown>>('./en/*.json', { eager: true, import: 'default' });
