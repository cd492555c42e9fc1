import { einsum as write } from '../../ir/composites/einsum';
import type { CompositeCase } from './composite';

const sum = (
  equation: string,
  shapes: readonly (readonly number[])[],
  declared?: CompositeCase['declared'],
): CompositeCase => ({
  name: `${equation} of ${shapes.map((dims) => `[${dims}]`).join(' ')}`,
  inputs: (n) => shapes.map((dims) => n.normal(...dims)),
  attrs: { equation },
  forward: (b, inputs) => [write(b, equation, inputs)],
  ...(declared ? { declared } : {}),
});

export const einsum: readonly CompositeCase[] = [
  sum('ij,jk->ik', [
    [2, 3],
    [3, 4],
  ]),
  sum('ij,kj->ki', [
    [2, 3],
    [4, 3],
  ]),
  sum('ij,jk', [
    [2, 3],
    [3, 2],
  ]),
  sum('bij,bjk->bik', [
    [2, 2, 3],
    [2, 3, 2],
  ]),
  sum('bthd,bshd->bhts', [
    [2, 3, 2, 2],
    [2, 4, 2, 2],
  ]),
  sum('bhts,bshd->bthd', [
    [2, 2, 3, 4],
    [2, 4, 2, 2],
  ]),
  sum('i,i->', [[4], [4]]),
  sum('i,j->ij', [[3], [2]]),
  sum('i,i->i', [[4], [4]]),
  sum('ij->ji', [[2, 3]]),
  sum('ij->j', [[2, 3]]),
  sum('ij->', [[2, 3]]),
  sum('ii->', [[3, 3]]),
  sum('ii->i', [[3, 3]]),
  sum('bii->bi', [[2, 3, 3]]),
  sum('iji->j', [[3, 2, 3]]),
  sum('iii->i', [[2, 2, 2]]),
  sum('ii,ij->j', [
    [3, 3],
    [3, 2],
  ]),
  sum('ijk,jil->kl', [
    [2, 3, 2],
    [3, 2, 4],
  ]),
  sum('abc,cd,be->ade', [
    [2, 3, 2],
    [2, 2],
    [3, 2],
  ]),
  sum('ij,jk,kl->il', [
    [2, 3],
    [3, 2],
    [2, 2],
  ]),
  sum('i,i,i->', [[3], [3], [3]]),
  sum('ij,ij,j->i', [[2, 3], [2, 3], [3]]),
  sum('ij,k->i', [[2, 3], [4]]),
  sum('...ij,...jk->...ik', [
    [2, 1, 2, 3],
    [3, 3, 2],
  ]),
  sum('...ij->...ji', [[2, 2, 3]]),
  sum('...i,i->...', [[2, 3, 4], [4]]),
  sum('i...->i', [[2, 3, 2]]),
  sum('...,...', [[2, 3], [3]]),
  sum('b...i,...io->b...o', [
    [2, 3, 2],
    [3, 2, 2],
  ]),
  sum('ij,jk->ik', [
    [2, 1],
    [3, 2],
  ]),
  sum('ij,ij->ij', [
    [2, 1],
    [1, 3],
  ]),
  sum('Ab,bA->A', [
    [2, 3],
    [3, 2],
  ]),
  sum(' i j , j k -> i k ', [
    [2, 2],
    [2, 2],
  ]),
  sum('->', [[]]),
  sum('i,->i', [[3], []]),
  sum('ij,jk->ik', [
    [0, 3],
    [3, 2],
  ]),
  sum(
    'bij,jk->bik',
    [
      [3, 2, 2],
      [2, 3],
    ],
    [
      ['B', 2, 2],
      [2, 3],
    ],
  ),
  sum(
    'bthd,bshd->bhts',
    [
      [3, 2, 2, 2],
      [3, 2, 2, 2],
    ],
    [
      ['B', 2, 2, 2],
      ['B', 2, 2, 2],
    ],
  ),
];
