import type { Point } from '../../document/edit';

/** Sizes of a node's card in canvas units; LayerNode.module.css repeats them. */
export const NODE_WIDTH = 168;
export const HEADER_HEIGHT = 30;
export const ROW_HEIGHT = 22;
export const NODE_PADDING = 6;
export const BORDER = 1;
export const GRID = 8;
/** Room between cards; below a card its live picture opens. */
export const COLUMN_GAP = 40;
export const ROW_GAP = 80;

export const snap = ({ x, y }: Point): Point => ({ x: Math.round(x / GRID) * GRID, y: Math.round(y / GRID) * GRID });
