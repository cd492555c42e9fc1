/** The grid that cards stand on, in canvas units: a card, the room beside and below it (where its live picture opens), and their sums. */
export const CARD_WIDTH = 168;
export const COLUMN_GAP = 40;
export const ROW_GAP = 80;
export const COLUMN = CARD_WIDTH + COLUMN_GAP;
export const ROW = 80 + ROW_GAP;
