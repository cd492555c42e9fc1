import { expect, it } from 'vitest';
import type { NetDocument } from '../../document/schema';
import { charGpt } from '../../document/templates/charGpt';
import { dcgan } from '../../document/templates/dcgan';
import { mnistMlp } from '../../document/templates/mnistMlp';
import { memoryPlan } from './memoryPlan';

const planOf = (document: NetDocument) => {
  const plan = memoryPlan(document);
  if (!plan.ok) throw new Error(plan.error[0]?.message);
  return plan.value;
};

it('a deep model is trained in less memory for more work', () => {
  const [none, cheap, sqrt] = planOf(charGpt.create());
  expect([none, cheap, sqrt].map((cost) => cost?.policy)).toEqual(['none', 'cheap', 'sqrt']);
  for (const less of [cheap, sqrt]) {
    expect(less!.activationBytes).toBeLessThan(0.95 * none!.activationBytes);
    expect(less!.flops).toBeGreaterThan(none!.flops);
    expect(less!.lastingBytes).toBe(none!.lastingBytes);
  }
});

it('where phases share most of what they compute, nothing is gained, and that is what it says', () => {
  const [none, cheap] = planOf(dcgan.create());
  expect(cheap!.activationBytes).toBeGreaterThanOrEqual(none!.activationBytes);
  expect(cheap!.activationBytes).toBeLessThan(1.1 * none!.activationBytes);
});

it('grows with the batch, but for what lasts beside the batch itself', () => {
  const document = mnistMlp.create();
  const [small, large] = [16, 64].map((batchSize) => {
    return planOf({ ...document, training: { ...document.training, batchSize } })[0];
  });
  expect(large!.activationBytes).toBeGreaterThan(small!.activationBytes);
  // parameters and two vectors of Adam, 4 bytes each; 784 pixels of a byte and a label of four an example
  expect(large!.lastingBytes - small!.lastingBytes).toBeGreaterThanOrEqual(48 * (784 + 4));
  expect(large!.lastingBytes).toBeGreaterThan(3 * 4 * 235_146);
});

it('says what training would refuse', () => {
  const document = { ...mnistMlp.create(), nodes: [] };
  expect(memoryPlan({ ...document, edges: [] })).toMatchObject({ ok: false, error: [{ code: 'training.noData' }] });
});
