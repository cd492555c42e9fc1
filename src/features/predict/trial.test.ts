import { describe, expect, it } from 'vitest';
import { analyzeDocument } from '../../document/analyze';
import type { NetDocument } from '../../document/schema';
import { carsMpg } from '../../document/templates/carsMpg';
import { forecast } from '../../document/templates/forecast';
import { mnistMlp } from '../../document/templates/mnistMlp';
import { placeData } from '../../document/templates/parts';
import { templates } from '../../document/templates/registry';
import { twoTables, twoTexts } from '../../document/twoSources.fixture';
import { answersTarget, factsOf } from './facts';
import { extra, partsOf } from './parts';
import { trialOf } from './trial';

const trialFor = (document: NetDocument) => trialOf(factsOf(document, analyzeDocument(document)));
const kinds = (list: readonly NetDocument[]) => list.map((document) => [document.id, trialFor(document).kind]);

describe('trialOf', () => {
  it('has a way of its own to try every template', () => {
    expect(Object.fromEntries(kinds(templates.map(({ create }) => create())))).toEqual({
      'mnist-mlp': 'picture',
      'mnist-cnn': 'picture',
      'cifar-cnn': 'picture',
      'cifar-resnet': 'picture',
      'doodle-cnn': 'picture',
      'lstm-rows': 'picture',
      'lstm-stack': 'other',
      'toy-2d': 'table',
      'cars-mpg': 'table',
      penguins: 'table',
      'gru-names': 'text',
      'lstm-sentiment': 'text',
      'bert-sentiment': 'text',
      'cnn-text': 'text',
      'char-gpt': 'writer',
      'seq2seq-dates': 'translator',
      word2vec: 'neighbours',
      autoencoder: 'redraw',
      anomaly: 'redraw',
      vae: 'redraw',
      dcgan: 'generator',
      recommender: 'recommender',
      forecast: 'forecast',
    });
  });

  it('knows the codes that pictures are made from, and where they are drawn again', () => {
    const of = (id: string) => trialFor(templates.find((template) => template.id === id)?.create() ?? nothing());
    expect(of('vae')).toMatchObject({
      redrawn: { from: { node: 'dense_3' }, scores: true },
      latent: { from: { node: 'sampling_1', port: 'z' }, size: 20, normal: true },
      scored: false,
    });
    expect(of('autoencoder')).toMatchObject({ latent: { from: { node: 'dense_2' }, size: 64, normal: false } });
    expect(of('anomaly')).toMatchObject({ redrawn: { from: { node: 'dense_4' } }, scored: true });
    expect(of('dcgan')).toMatchObject({ noise: 'noise', latent: { size: 64 }, picture: { height: 28 } });
    expect(of('seq2seq-dates')).toMatchObject({ given: 'isoIn', written: 'iso', attention: 'multiHeadAttention_1' });
  });

  it('does not go by names: a renamed template is tried the same way', () => {
    for (const template of templates) {
      const document = template.create();
      const renamed = JSON.parse(
        JSON.stringify({ ...document, id: 'own', name: 'own' }).replaceAll('"dataset_1"', '"myData"'),
      ) as NetDocument;
      expect(trialFor(renamed).kind).toBe(trialFor(document).kind);
    }
  });

  it('says that there is nothing to try without data, and offers a drawing without an output', () => {
    expect(trialFor(nothing()).kind).toBe('nothing');
    const [first] = templates;
    const document = first?.create() ?? nothing();
    const without = { ...document, nodes: document.nodes.filter(({ type }) => type !== 'output') };
    expect(trialFor(without).kind).toBe('picture');
  });
});

describe('a document with two data nodes', () => {
  it('is asked for what either gives, and once for what both give alike', () => {
    const document = twoTables();
    expect(analyzeDocument(document).diagnostics).toEqual([]);
    const facts = factsOf(document, analyzeDocument(document));
    expect(facts.reads.map(({ name }) => name)).toEqual(['features', 'sex', 'island']);
    expect(trialOf(facts)).toMatchObject({ kind: 'table', columns: facts.reads });
    expect(facts.target?.name).toBe('y');
  });

  it('is tried with test examples where each makes tokens of its own', () => {
    const document = twoTexts();
    expect(analyzeDocument(document).diagnostics).toEqual([]);
    const facts = factsOf(document, analyzeDocument(document));
    expect(facts.reads.map(({ name, shape }) => [name, shape])).toEqual([
      ['text', [40]],
      ['dataset_2:text', [60]],
    ]);
    expect(trialOf(facts).kind).toBe('other');
  });

  it('is tried by what the second alone gives, and reads two nodes that do the same as one', () => {
    const alone = mnistMlp.create();
    const { nodes, edges } = alone;
    const second = { ...alone, nodes: [placeData('idle', 'mnist', [0, 9], { steps: [] }), ...nodes] };
    expect(trialFor(second)).toEqual({ kind: 'picture' });
    const [data] = nodes.filter(({ type }) => type === 'dataset');
    const twin = data ? [{ ...data, id: 'twin' }] : [];
    const shared = {
      ...alone,
      nodes: [...nodes, ...twin],
      edges: edges.map((edge) => (edge.from.port === 'x' ? { ...edge, from: { node: 'twin', port: 'x' } } : edge)),
    };
    expect(trialFor(shared)).toEqual({ kind: 'picture' });
  });
});

describe('answersTarget', () => {
  const of = (document: NetDocument) => answersTarget(factsOf(document, analyzeDocument(document)));

  it('knows the answer that a loss compares with the target, whatever shape it goes out in', () => {
    expect(of(carsMpg.create())).toBe(true);
    expect(of(forecast.create())).toBe(true);
  });

  it('is not so of an answer that was computed further, or that is judged by nobody', () => {
    const document = carsMpg.create();
    const edges = document.edges.map((edge) =>
      edge.to.node === 'output_1' ? { ...edge, from: { node: 'dense_2', port: 'y' } } : edge,
    );
    expect(of({ ...document, edges })).toBe(false);
    const unjudged = document.nodes.filter(({ type }) => type !== 'mse' && type !== 'r2Score');
    expect(of({ ...document, nodes: unjudged })).toBe(false);
  });
});

describe('partsOf', () => {
  it('adds outputs and leaves the nodes that carry weights as they are', () => {
    for (const { create } of templates) {
      const document = create();
      const parts = partsOf(document, trialFor(document));
      for (const part of Object.values(parts)) {
        const analysis = analyzeDocument(part);
        expect(analysis.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
        expect(analysis.parameters).toBe(analyzeDocument(document).parameters);
      }
      if (document.id === 'vae') {
        expect(Object.keys(parts)).toEqual(['main', 'decoder']);
        expect(parts.decoder?.nodes.filter(({ type }) => type === 'output').map(({ id }) => id)).toEqual([
          extra.redrawn,
        ]);
      }
    }
  });
});

function nothing(): NetDocument {
  const document = templates[0]?.create();
  if (!document) throw new Error('no template');
  return { ...document, nodes: [], edges: [] };
}
