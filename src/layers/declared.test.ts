import { describe, expect, it } from 'vitest';
import { ShapeError } from '../core/errors';
import { expectDeclared, inFeaturesField } from './declared';
import { checkField } from './fields';

const said = (words: string, actual: number): string | undefined => {
  try {
    expectDeclared(words, 'features', actual);
    return undefined;
  } catch (error) {
    if (error instanceof ShapeError) return error.message;
    throw error;
  }
};

describe('a declared size', () => {
  it.each(['', '  ', '1600', '64*5*5', '64 × 5 × 5', '64x25'])('%j is right where 1600 arrive', (words) => {
    expect(checkField(inFeaturesField, words).ok).toBe(true);
    expect(said(words, 1600)).toBeUndefined();
  });

  it('says both sizes in one sentence where another arrives', () => {
    expect(said('64*6*6', 1600)).toBe('64*6*6 = 2,304 input features declared, 1,600 arrive');
    expect(said('3136', 1600)).toBe('3,136 input features declared, 1,600 arrive');
  });

  it.each(['0', '64*0', '64*', '-3', '6.5', 'many', '64 6 6', '1'.repeat(9)])('%j is none', (words) =>
    expect(checkField(inFeaturesField, words).ok).toBe(false),
  );
});
