import { describe, expect, it } from 'vitest';
import { fileStem, formatBytes } from './download';
import { javascriptSnippet, type ModelFacts, pythonSnippet } from './snippets';

const digits: ModelFacts = {
  inputs: [{ name: 'image', type: { dtype: 'uint8', shape: ['B', 1, 28, 28] } }],
  outputName: 'probabilities',
  classes: ['0', '1', '2'],
};

describe('file names', () => {
  it.each([
    ['Digits: convolutional net', 'digits-convolutional-net'],
    ['手写数字：卷积网络', '手写数字-卷积网络'],
    ['  ///  ', 'model'],
    ['../../etc', 'etc'],
  ])('makes %j into %s', (name, stem) => expect(fileStem(name, 'model')).toBe(stem));

  it.each([
    [612, '612 B'],
    [48_210, '48.2 kB'],
    [999_600, '1.00 MB'],
    [4_912_345, '4.91 MB'],
  ])('writes %d bytes as %s', (bytes, text) => expect(formatBytes(bytes)).toBe(text));
});

describe('snippets', () => {
  it('reads a grey picture of the right size in Python', () => {
    const text = pythonSnippet(digits);
    expect(text).toContain('.convert("L").resize((28, 28))');
    expect(text).toContain('picture[None, None].astype(np.uint8)  # [1, 1, 28, 28]');
    expect(text).toContain('session.run(["probabilities"], {"image": x})');
  });

  it('turns the axes of a colour picture', () => {
    const text = pythonSnippet({
      ...digits,
      inputs: [{ name: 'image', type: { dtype: 'uint8', shape: ['B', 3, 32, 48] } }],
    });
    expect(text).toContain('.convert("RGB").resize((48, 32))');
    expect(text).toContain('transpose(2, 0, 1)[None]');
  });

  it('starts from zeros where the input is no picture', () => {
    const text = pythonSnippet({
      ...digits,
      classes: [],
      inputs: [{ name: 'point', type: { dtype: 'float32', shape: ['B', 2] } }],
    });
    expect(text).toContain('x = np.zeros([1, 2], np.float32)');
    expect(text).not.toContain('PIL');
  });

  it('feeds every input of a model that takes several', () => {
    const inputs = [
      { name: 'features', type: { dtype: 'float32', shape: ['B', 4] } },
      { name: 'island', type: { dtype: 'int32', shape: ['B'] } },
    ] as const;
    const python = pythonSnippet({ ...digits, inputs });
    expect(python).toContain('x1 = np.zeros([1, 4], np.float32)\nx2 = np.zeros([1], np.int32)');
    expect(python).toContain('{"features": x1, "island": x2}');
    const javascript = javascriptSnippet({ ...digits, inputs });
    expect(javascript).toContain("const x2 = new ort.Tensor('int32', values2, [1]);");
    expect(javascript).toContain('session.run({ features: x1, island: x2 })');
  });

  it('gives JavaScript an array of the right type and length', () => {
    const text = javascriptSnippet(digits);
    expect(text).toContain('new Uint8Array(784)');
    expect(text).toContain("new ort.Tensor('uint8', pixels, [1, 1, 28, 28])");
    expect(text).toContain('const { probabilities } = await session.run({ image: x })');
  });
});
