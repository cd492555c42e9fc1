import { expect, it } from 'vitest';
import { emptyDocument } from '../edit.fixture';
import type { NetDocument, Phase } from '../schema';
import { addPhase, duplicatePhase, MOST_PHASES, movePhase, removePhase, renamePhase, setPhaseLosses } from './phases';

const phase = (name: string): Phase => ({ name, optimizer: { type: 'sgd', params: { learningRate: 0.1 } } });
const names = (document: NetDocument) => document.training.phases.map(({ name }) => name);

/** Phases a, b, c; early stopping watches one of them. */
function three(watched?: number): NetDocument {
  const document = emptyDocument();
  const earlyStopping = {
    patience: 3,
    minDelta: 0,
    restoreBest: true,
    ...(watched === undefined ? {} : { phase: watched }),
  };
  return { ...document, training: { ...document.training, earlyStopping, phases: ['a', 'b', 'c'].map(phase) } };
}

it('puts, copies, takes away and moves phases', () => {
  expect(names(addPhase(three(), phase('d')))).toEqual(['a', 'b', 'c', 'd']);
  expect(names(addPhase(three(), phase('d'), 1))).toEqual(['a', 'd', 'b', 'c']);
  expect(names(duplicatePhase(three(), 1, 'b 2'))).toEqual(['a', 'b', 'b 2', 'c']);
  expect(names(removePhase(three(), 0))).toEqual(['b', 'c']);
  expect(names(movePhase(three(), 0, 2))).toEqual(['b', 'c', 'a']);
  expect(names(movePhase(three(), 2, 0))).toEqual(['c', 'a', 'b']);
  expect(names(renamePhase(three(), 2, 'z'))).toEqual(['a', 'b', 'z']);
});

it('changes nothing that cannot be', () => {
  const document = three();
  expect(movePhase(document, 0, 3)).toBe(document);
  expect(movePhase(document, 1, 1)).toBe(document);
  expect(removePhase(document, 7)).toBe(document);
  expect(renamePhase(document, 0, 'x'.repeat(121))).toBe(document);
  const one = removePhase(removePhase(document, 0), 0);
  expect(removePhase(one, 0)).toBe(one);
  let full = one;
  for (let i = 0; i < 20; i++) full = addPhase(full, phase('p'));
  expect(full.training.phases).toHaveLength(MOST_PHASES);
});

it.each([
  ['a phase put before it', (d: NetDocument) => addPhase(d, phase('d'), 0), 'b'],
  ['a phase put behind it', (d: NetDocument) => addPhase(d, phase('d')), 'b'],
  ['a phase taken away before it', (d: NetDocument) => removePhase(d, 0), 'b'],
  ['its being moved', (d: NetDocument) => movePhase(d, 1, 2), 'b'],
  ['another moved over it', (d: NetDocument) => movePhase(d, 2, 0), 'b'],
  ['its being taken away', (d: NetDocument) => removePhase(d, 1), 'a'],
])('early stopping watches the same phase after %s', (_, edit, watched) => {
  const { phases, earlyStopping } = edit(three(1)).training;
  expect(phases[earlyStopping?.phase ?? 0]?.name).toBe(watched);
});

it('every loss again, without a trace of the list', () => {
  const listed = setPhaseLosses(three(), 0, [{ node: 'mse_1', weight: 2 }]);
  expect(listed.training.phases[0]?.losses).toEqual([{ node: 'mse_1', weight: 2 }]);
  expect(setPhaseLosses(listed, 0, undefined).training.phases[0]).toEqual(three().training.phases[0]);
});
