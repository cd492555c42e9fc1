import { describe, expect, it } from 'vitest';
import { mnistMlp } from '../../document/templates/mnistMlp';
import { labelled } from '../../layers/columns';
import { barsOf } from './bars';
import { classesOf, isPicture, pictureInput, pictureTensor } from './picture';

describe('barsOf', () => {
  it('shows probabilities as percent, each in its place, the largest marked', () => {
    const bars = barsOf([0.0004, 0.2496, 0.75], ['x', 'y', 'z']);
    expect(bars.map(({ label, text, best }) => [label, text, best])).toEqual([
      ['x', '<0.1%', false],
      ['y', '25.0%', false],
      ['z', '75.0%', true],
    ]);
    expect(bars[2]?.share).toBeCloseTo(0.75);
  });

  it('never rounds to certainty', () => {
    expect(barsOf([0.99996, 0.00004], []).map(({ text }) => text)).toEqual(['>99.9%', '<0.1%']);
    expect(barsOf([1, 0], []).map(({ text }) => text)).toEqual(['100%', '0.0%']);
  });

  it('shows scores as numbers, scaled to the largest', () => {
    const bars = barsOf([-4, 2], []);
    expect(bars.map(({ text }) => text)).toEqual(['-4.00', '2.00']);
    expect(bars.map(({ share }) => share)).toEqual([1, 0.5]);
    expect(bars.map(({ label }) => label)).toEqual(['0', '1']);
  });

  it('is empty bars before there is an answer', () => {
    expect(barsOf(undefined, ['a', 'b'])).toEqual([
      { label: 'a', value: 0, share: 0, text: '', best: false },
      { label: 'b', value: 0, share: 0, text: '', best: false },
    ]);
  });
});

describe('pictureInput', () => {
  const document = mnistMlp.create();
  const withShape = (shape: number[]) => ({
    ...document,
    nodes: document.nodes.map((node) =>
      node.type === 'dataset' ? { ...node, params: { ...node.params, columns: labelled(shape, []) } } : node,
    ),
  });

  it('reads the picture off the data node', () => {
    expect(pictureInput(document)).toEqual({
      dataset: 'mnist',
      column: 'x',
      channels: 1,
      height: 28,
      width: 28,
      centred: true,
    });
    expect(classesOf(document)).toHaveLength(10);
    expect(pictureInput(withShape([3, 32, 48]))).toMatchObject({ channels: 3, height: 32, width: 48 });
  });

  it('gives the shape where one cannot draw it, nothing without data', () => {
    expect(pictureInput(withShape([2]))).toEqual([2]);
    expect(pictureInput(withShape([12, 28, 28]))).toEqual([12, 28, 28]);
    expect(isPicture(pictureInput(withShape([2])))).toBe(false);
    expect(pictureInput({ ...document, nodes: [] })).toBeUndefined();
  });

  it('turns ink into bytes, alike in every channel', () => {
    const input = { dataset: 'x', channels: 3, height: 1, width: 2, centred: false };
    const tensor = pictureTensor(new Float32Array([0, 0.5]), input);
    expect(tensor.dims).toEqual([1, 3, 1, 2]);
    expect([...(tensor.data as Uint8Array)]).toEqual([0, 128, 0, 128, 0, 128]);
  });
});
