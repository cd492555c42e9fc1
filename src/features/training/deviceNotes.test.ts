import { expect, it } from 'vitest';
import { deviceNotes } from './deviceNotes';

it('says what was measured and how batches get there', () => {
  const notes = deviceNotes({ reason: 'measured', measured: { wasm: 12.345, webgpu: 0.8765 }, batches: 'gpu' });
  expect(notes.map(({ en }) => en)).toEqual([
    'Measured: the faster one for this model.',
    'CPU 12 ms a step, GPU 0.88 ms.',
    'The data set lies on the GPU, which puts batches together itself.',
  ]);
  expect(notes[1]?.['zh-CN']).toBe('每步 CPU 12 毫秒，GPU 0.88 毫秒。');
});

it('says nothing that is not known', () => {
  expect(deviceNotes({ reason: 'chosen' })).toHaveLength(1);
});
