/** `3×3` */
export function times([height, width]: readonly [number, number]): string {
  return `${height}×${width}`;
}

/** ` /2` for a stride other than 1. */
export function strideBrief(stride: readonly [number, number]): string {
  const [height, width] = stride;
  if (height === 1 && width === 1) return '';
  return height === width ? ` /${height}` : ` /${times(stride)}`;
}

/** The same along a series: `3 /2`. */
export const window1dBrief = (kernel: number, stride: number): string => `${kernel}${stride > 1 ? ` /${stride}` : ''}`;
