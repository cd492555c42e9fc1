import { binaryOp, type NoAttrs } from '../elementwise';

declare module '../op' {
  interface OpAttrs {
    add: NoAttrs;
  }
}

/** z = x + y, broadcasting. */
export const add = binaryOp('add', 'Add', {
  dx: ({ dz }) => dz,
  dy: ({ dz }) => dz,
});
