import { describe, expect, it } from 'vitest';
import { setPhase, setTraining } from './edit';
import { addPhase, renamePhase, setPhaseLosses, setPhaseUpdates } from './edit/phases';
import { lowerDocument } from './lower';
import { coverage, lossesWith, meaningOf, sizeOfSlots, slotsAt, updatesWith } from './phaseParts';
import { applyProgramFix, programParts, programProblems } from './phaseProblems';
import type { NetDocument } from './schema';
import { dcgan } from './templates/dcgan';
import { mnistMlp } from './templates/mnistMlp';
import { templates } from './templates/registry';
import { vae } from './templates/vae';

const partsFor = (document: NetDocument) =>
  programParts(document, lowerDocument(document, { mode: 'predict', batch: 'B' }));
const problems = (document: NetDocument) => programProblems(document, partsFor(document));
const codes = (document: NetDocument) => problems(document).map(({ diagnostic: { code } }) => code);

/** Every fix of every problem of a code takes that problem away. */
function mends(document: NetDocument, code: string): void {
  const found = problems(document).filter(({ diagnostic }) => diagnostic.code === code);
  expect(found.length).toBeGreaterThan(0);
  for (const { fixes } of found) {
    expect(fixes.length).toBeGreaterThan(0);
    for (const fix of fixes) expect(codes(applyProgramFix(document, partsFor(document), fix))).not.toContain(code);
  }
}

describe('parts', () => {
  it('of a GAN are its two modules, with their layers inside', () => {
    const document = dcgan.create();
    const { parts, slots } = partsFor(document);
    expect(parts.map(({ path }) => path).sort()).toEqual(['discriminator', 'generator']);
    const judge = parts.find(({ path }) => path === 'discriminator');
    expect(judge?.parts.map(({ path }) => path)).toContain('discriminator/conv2d_1');
    expect(meaningOf(document, 'discriminator')).toMatchObject({ kind: 'module', module: { name: 'Discriminator' } });
    expect(meaningOf(document, 'discriminator/conv2d_1')).toMatchObject({ kind: 'node', node: { type: 'conv2d' } });
    expect(meaningOf(document, 'discriminator/none')).toBeUndefined();
    // both places of the shared module are the same parameters
    expect(slotsAt(slots, 'judgeReal')).toEqual(slotsAt(slots, 'judgeFake'));
    expect(sizeOfSlots(slotsAt(slots, 'judgeReal'))).toBe(sizeOfSlots(judge?.slots ?? []));
  });

  it('are named by as few places as say it, and back', () => {
    const document = dcgan.create();
    const { parts, slots } = partsFor(document);
    const conv = slotsAt(slots, 'judgeReal/conv2d_1');
    const without = updatesWith(parts, { updates: ['discriminator'] }, conv, false);
    expect(without).toEqual(['discriminator/conv2d_2', 'discriminator/batchNorm_1', 'discriminator/dense_1']);
    expect(coverage({ updates: without }, slotsAt(slots, 'judgeReal'))).toBe('some');
    expect(updatesWith(parts, { updates: without }, conv, true)).toEqual(['discriminator']);
    expect(updatesWith(parts, {}, conv, true).sort()).toEqual(['discriminator', 'generator']);
  });

  it.each(templates.map((template) => [template.id, template] as const))(
    '%s: choosing every part is to update everything',
    (_, template) => {
      const document = template.create();
      const { parts, slots } = partsFor(document);
      const updates = parts.map(({ path }) => path);
      expect(coverage({ updates }, slots)).toBe('all');
      expect(updatesWith(parts, {}, slots, true)).toEqual(updates);
      for (const path of updates) expect(meaningOf(document, path)).toBeDefined();
    },
  );

  it('losses keep their weights where another is switched', () => {
    const document = vae.create();
    const { losses } = partsFor(document);
    const phase = document.training.phases[0]!;
    expect(losses.map(({ path }) => path)).toEqual(['reconstruction', 'kl']);
    expect(lossesWith(losses, phase, 'kl', undefined)).toEqual([{ node: 'reconstruction', weight: 784 }]);
    expect(lossesWith(losses, phase, 'kl', 0.5)).toContainEqual({ node: 'kl', weight: 0.5 });
    expect(lossesWith(losses, {}, 'kl', 2)).toEqual([
      { node: 'reconstruction', weight: 1 },
      { node: 'kl', weight: 2 },
    ]);
  });
});

describe('problems', () => {
  it.each(templates.map((template) => [template.id, template] as const))('%s has none', (_, template) => {
    expect(problems(template.create())).toEqual([]);
  });

  it('a phase that minimises nothing, with the losses nobody else has first', () => {
    const document = setPhaseLosses(dcgan.create(), 1, []);
    expect(problems(document)).toMatchObject([
      {
        diagnostic: { code: 'training.phaseNoLoss', severity: 'error', details: { phase: 'Generator', count: 3 } },
        phase: 1,
        fixes: [{ kind: 'minimise', phase: 1, loss: 'fools' }],
      },
      { diagnostic: { code: 'training.lossUnused', severity: 'info' } },
    ]);
    mends(document, 'training.phaseNoLoss');
    mends(document, 'training.lossUnused');
  });

  it('a phase that updates nothing is offered what is left, and all', () => {
    const document = setPhaseUpdates(dcgan.create(), 1, []);
    const [found] = problems(document);
    expect(found?.diagnostic).toMatchObject({ code: 'training.phaseNothing', severity: 'error' });
    expect(found?.fixes.map(({ kind }) => kind)).toEqual(['updateRest', 'updateAll']);
    mends(document, 'training.phaseNothing');
    const mended = applyProgramFix(document, partsFor(document), found!.fixes[0]!);
    expect(mended.training.phases[1]?.updates).toEqual(['generator']);
  });

  it('two phases of one name', () => {
    const document = renamePhase(dcgan.create(), 1, 'Discriminator');
    expect(codes(document)).toEqual(['training.phaseSameName']);
    mends(document, 'training.phaseSameName');
  });

  it('names of what is gone', () => {
    const gone = setPhaseLosses(mnistMlp.create(), 0, [
      { node: 'crossEntropy_1', weight: 1 },
      { node: 'mse_7', weight: 1 },
    ]);
    const document = setPhaseUpdates(gone, 0, ['dense_1', 'dense_2', 'dense_3', 'dense_9']);
    const [found] = problems(document);
    expect(found?.diagnostic).toMatchObject({ code: 'training.phaseGone', details: { gone: 'mse_7, dense_9' } });
    mends(document, 'training.phaseGone');
  });

  it('what no phase updates is told with both numbers', () => {
    const document = setPhaseUpdates(mnistMlp.create(), 0, ['dense_3']);
    expect(problems(document)).toMatchObject([
      { diagnostic: { code: 'training.frozen', severity: 'info', details: { values: 233_856, all: 235_146 } } },
    ]);
    mends(document, 'training.frozen');
  });

  it('what a phase updates and none of its losses depends on', () => {
    // a generator's loss runs through both modules; the loss on real pictures through the discriminator alone
    const document = setPhaseLosses(dcgan.create(), 1, [{ node: 'knowsReal', weight: 1 }]);
    expect(problems(document)[0]?.diagnostic).toMatchObject({
      code: 'training.phaseIdle',
      details: { phase: 'Generator', parts: 'generator' },
    });
  });

  it('validation that is waited for and never measured', () => {
    const document = setTraining(dcgan.create(), { earlyStopping: { patience: 2, minDelta: 0, restoreBest: true } });
    const waiting = setPhase(document, 0, { schedule: { type: 'plateau', params: {} } });
    expect(codes(waiting)).toEqual(['training.stoppingUnwatched', 'training.plateauUnwatched']);
    mends(waiting, 'training.stoppingUnwatched');
    mends(waiting, 'training.plateauUnwatched');
  });

  it('early stopping by a metric that nothing measures', () => {
    const stopping = { patience: 2, minDelta: 0, restoreBest: true };
    const by = (metric: string) => setTraining(mnistMlp.create(), { earlyStopping: { ...stopping, metric } });
    expect(problems(by('accuracy'))).toEqual([]);
    expect(problems(by('auc'))).toMatchObject([
      { diagnostic: { code: 'training.stoppingUnmeasured', severity: 'error', details: { measured: 'accuracy' } } },
    ]);
    mends(by('auc'), 'training.stoppingUnmeasured');
  });

  it('a phase added to one that does everything is told what it lacks, and training refuses the same', () => {
    const optimizer = { type: 'adam', params: {} };
    const document = addPhase(mnistMlp.create(), { name: 'Second', losses: [], updates: [], optimizer });
    expect(codes(document)).toEqual(['training.phaseNoLoss', 'training.phaseNothing']);
    mends(document, 'training.phaseNoLoss');
  });
});
