import { describe, expect, it } from 'vitest';
import { fillTemplate, internal, ShapeError } from './errors';

describe('errors', () => {
  it('say what was expected and what came, and carry both', () => {
    const error = new ShapeError('dim', { axis: 'C', expected: 3, actual: 1 });
    expect(error.message).toBe('expected C to be 3, got 1');
    expect(error).toMatchObject({ name: 'ShapeError', code: 'dim', details: { axis: 'C', expected: 3, actual: 1 } });
  });

  it('fill templates, leaving what is not known', () => {
    expect(fillTemplate('{a} and {b}, {a}', { a: 0 })).toBe('0 and {b}, 0');
  });

  it('broken invariants are ours', () => {
    expect(() => internal('no feed x')).toThrow('internal: no feed x');
  });
});
