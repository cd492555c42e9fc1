import { ShapeError } from '../../core/errors';
import type { Dim, Shape } from '../../core/shape';

/** An einsum equation over operands of known rank. Labels are letters; the axes of an ellipsis are `@0`, `@1`, ... from the back. */
export interface Equation {
  readonly operands: readonly (readonly string[])[];
  readonly output: readonly string[];
  readonly sizes: ReadonlyMap<string, Dim>;
}

const EXAMPLE = 'an equation such as …ij,jk->…ik';
const TERM = /^[A-Za-z]*(\.\.\.)?[A-Za-z]*$/;

/**
 * Reads `ij,jk->ik`. Without an arrow the output has the ellipsis, then every label that occurs once, in alphabetic order.
 * A size of 1 stretches. Throws `axis` where the equation makes no sense, `arity`, `rank` or `dim` where the operands do not fit it.
 */
export function parseEquation(equation: string, shapes: readonly Shape[]): Equation {
  const [left = '', right, ...rest] = equation.replaceAll(' ', '').split('->');
  const terms = left.split(',');
  if (rest.length > 0 || [...terms, right ?? ''].some((term) => !TERM.test(term))) refuse(equation);
  if (terms.length !== shapes.length) throw new ShapeError('arity', { expected: terms.length, actual: shapes.length });
  const hidden = terms.map((term, i) => hiddenAxes(term, shapes[i] ?? []));
  const widest = Math.max(0, ...hidden);
  const operands = terms.map((term, i) => labelsOf(term, hidden[i] ?? 0));
  const output = right === undefined ? implicitOutput(operands, widest) : labelsOf(right, widest);
  const sizes = sizesOf(operands, shapes);
  if (new Set(output).size !== output.length || output.some((label) => !sizes.has(label))) refuse(equation);
  return { operands, output, sizes };
}

function refuse(equation: string): never {
  throw new ShapeError('axis', { expected: EXAMPLE, actual: equation });
}

/** How many axes the ellipsis of a term stands for. */
function hiddenAxes(term: string, shape: Shape): number {
  const letters = term.replace('...', '').length;
  const hidden = shape.length - letters;
  if (hidden < 0 || (hidden > 0 && !term.includes('...')))
    throw new ShapeError('rank', { expected: `${letters} ${term}`, actual: shape.length });
  return hidden;
}

function labelsOf(term: string, hidden: number): string[] {
  const [before = '', after] = term.split('...');
  if (after === undefined) return [...before];
  return [...before, ...Array.from({ length: hidden }, (_, i) => `@${hidden - 1 - i}`), ...after];
}

function implicitOutput(operands: readonly (readonly string[])[], widest: number): string[] {
  const letters = operands.flat().filter((label) => !label.startsWith('@'));
  const once = letters.filter((label) => letters.filter((other) => other === label).length === 1);
  return [...labelsOf('...', widest), ...once.sort()];
}

function sizesOf(operands: readonly (readonly string[])[], shapes: readonly Shape[]): Map<string, Dim> {
  const sizes = new Map<string, Dim>();
  for (const [i, labels] of operands.entries()) {
    for (const [axis, label] of labels.entries()) {
      const size = shapes[i]?.[axis] as Dim;
      const known = sizes.get(label) ?? 1;
      if (known !== 1 && size !== 1 && known !== size)
        throw new ShapeError('dim', { axis: label, expected: known, actual: size });
      sizes.set(label, size === 1 ? known : size);
    }
  }
  return sizes;
}
