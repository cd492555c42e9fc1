/** Simplified Chinese sentences by the file they stand in. */
export const files = import.meta.glob<Record<string, unknown>>('./zh-CN/*.json', { eager: true, import: 'default' });
