import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ShapeError } from '../core/errors';
import { type Expression, inputsOf, parseExpression } from './expression';

/** A tree with all its brackets. */
function written(e: Expression): string {
  if (e.kind === 'number') return String(e.value);
  return e.kind === 'input' ? e.name : `${e.name}(${e.of.map(written).join(' ')})`;
}

const refusal = (text: string): ShapeError => {
  try {
    parseExpression(text);
  } catch (error) {
    if (error instanceof ShapeError) return error;
    throw error;
  }
  throw new Error(`${text} was read`);
};

describe('formulas', () => {
  it.each([
    ['a + b * c', '+(a *(b c))'],
    ['a - b - c', '-(-(a b) c)'],
    ['a / b / 2', '/(/(a b) 2)'],
    ['a ^ b ^ c', '^(a ^(b c))'],
    ['-a^2', 'neg(^(a 2))'],
    ['2^-1', '^(2 neg(1))'],
    ['(a + b) * -c', '*(+(a b) neg(c))'],
    ['max(a, b, 1.5e-3) + exp(-a)', '+(max(a b 0.0015) exp(neg(a)))'],
    [' .5*pi ', `*(0.5 ${Math.PI})`],
    ['+a', 'a'],
  ])('reads %s', (text, tree) => {
    expect(written(parseExpression(text))).toBe(tree);
  });

  it.each([
    ['', 'syntax', 1, 'end'],
    ['a +', 'syntax', 4, 'end'],
    ['a b', 'syntax', 3, 'b'],
    ['(a', 'syntax', 3, 'end'],
    ['a + $', 'syntax', 5, '$'],
    ['a ** b', 'syntax', 4, '*'],
    ['exp a', 'syntax', 1, 'exp'],
    ['exp(a, b)', 'syntax', 1, '2 × ,'],
    ['max(a,)', 'syntax', 7, ')'],
    ['a + sine(b)', 'name', 5, 'sine'],
    ['a + i', 'name', 5, 'i'],
    ['a(b)', 'name', 1, 'a'],
    ['toString(a)', 'name', 1, 'toString'],
    ['constructor', 'name', 1, 'constructor'],
  ])('says where %j goes wrong', (text, code, position, actual) => {
    const error = refusal(text);
    expect(error.code).toBe(code);
    expect(error.details).toMatchObject({ position, actual });
    expect(error.message).not.toMatch(/\{|undefined/);
  });

  it('finds the inputs, whatever state the formula is in', () => {
    expect(inputsOf('c * exp(a) + a')).toEqual(['a', 'c']);
    expect(inputsOf('1e5 * b + (')).toEqual(['b']);
    expect(inputsOf('')).toEqual(['a']);
    expect(inputsOf('abs(d)')).toEqual(['d']);
  });

  it('reads or refuses any text', () => {
    const piece = fc.constantFrom(
      'a',
      'h',
      'pi',
      '1',
      '2.5',
      '+',
      '-',
      '*',
      '/',
      '^',
      '(',
      ')',
      ',',
      'max(',
      'exp(',
      ' ',
      'é',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        try {
          parseExpression(pieces.join(''));
        } catch (error) {
          expect(error).toBeInstanceOf(ShapeError);
        }
      }),
    );
  });
});
