import { int } from './fields';

/** Rows and columns at the four sides of a picture. */
export function sideFields(value: number) {
  return {
    top: int({ en: 'Top', 'zh-CN': '上' }, value, 0, 1024),
    bottom: int({ en: 'Bottom', 'zh-CN': '下' }, value, 0, 1024),
    left: int({ en: 'Left', 'zh-CN': '左' }, value, 0, 1024),
    right: int({ en: 'Right', 'zh-CN': '右' }, value, 0, 1024),
  };
}

export interface Sides {
  readonly top: number;
  readonly bottom: number;
  readonly left: number;
  readonly right: number;
}

/** `1`, or `1 2 3 4` from the top round the clock. */
export function sidesBrief({ top, right, bottom, left }: Sides): string {
  const all = [top, right, bottom, left];
  return all.every((rows) => rows === top) ? `${top}` : all.join(' ');
}

/** Elements at the two ends of a series. */
export const endsFields = {
  begin: int({ en: 'Before', 'zh-CN': '前' }, 1, 0, 1024),
  end: int({ en: 'After', 'zh-CN': '后' }, 1, 0, 1024),
};

export const endsBrief = ({ begin, end }: { readonly begin: number; readonly end: number }): string =>
  begin === end ? `${begin}` : `${begin} ${end}`;
