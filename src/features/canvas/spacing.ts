import type { Point } from '../../document/edit';

export { CARD_WIDTH as NODE_WIDTH, COLUMN_GAP, ROW_GAP } from '../../document/grid';

/** Sizes of a node's card in canvas units; LayerNode.module.css repeats them. */
export const HEADER_HEIGHT = 30;
export const ROW_HEIGHT = 22;
export const NODE_PADDING = 6;
export const BORDER = 1;
export const GRID = 8;

export const snap = ({ x, y }: Point): Point => ({ x: Math.round(x / GRID) * GRID, y: Math.round(y / GRID) * GRID });
