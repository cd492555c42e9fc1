import { describe, expect, it } from 'vitest';
import { modulePresets } from '../../document/modules/presets';
import { documentation } from '../../layers/documentation';
import { layers } from '../../layers/registry';
import { search } from '../common/search';
import { layerOffer, moduleOffer, presetOffer } from './offers';

const offers = [
  ...modulePresets.map(presetOffer),
  ...[...layers.values()].map((layer) => layerOffer(layer, documentation.get(layer.type))),
];
const find = (query: string) => search(query, offers, (offer) => offer).map(({ choice }) => choice);

describe('search', () => {
  it('gives everything in the order of the palette for no query', () =>
    expect(find(' ')).toEqual(offers.map(({ choice }) => choice)));

  it.each([
    ['dense', 'dense'],
    ['DEN', 'dense'],
    ['全连接', 'dense'],
    ['linear', 'dense'],
    ['lin', 'dense'],
    ['fc', 'dense'],
    ['fully con', 'dense'],
    ['卷积', 'conv2d'],
    ['conv', 'conv2d'],
    ['max pool', 'maxPool2d'],
    ['maxpool2d', 'maxPool2d'],
    ['mp', 'maxPool2d'],
    ['bn', 'batchNorm'],
    ['relu', 'relu'],
    ['池化', 'maxPool2d'],
    ['transformer', 'preset:encoderBlock'],
    ['encoder block', 'preset:encoderBlock'],
    ['block encoder', 'preset:encoderBlock'],
    ['gpt', 'preset:decoderBlock'],
    ['编码器块', 'preset:encoderBlock'],
  ])('%s finds %s first', (query, choice) => expect(find(query)[0]).toBe(choice));

  it('finds words by their beginnings, not by what is inside them', () => {
    const lin = find('lin');
    expect(lin.filter((choice) => /pool/i.test(choice))).toEqual([]);
    expect(lin).not.toContain('embedding');
    expect(find('ool')).toEqual([]);
    expect(find('pool').filter((choice) => /pool/i.test(choice)).length).toBeGreaterThan(4);
  });

  it('finds by what something is for, after all that are called so', () => {
    const summary = { en: 'Guards against overfitting.', 'zh-CN': '防止过拟合。' };
    const items = [{ names: ['dropout'], summary }, { names: ['Overfit meter'] }];
    const found = (query: string) => search(query, items, (item) => item).map(({ names }) => names[0]);
    expect(found('overfit')).toEqual(['Overfit meter', 'dropout']);
    expect(found('overfitting')).toEqual(['dropout']);
    expect(found('过拟合')).toEqual(['dropout']);
    expect(found('guards_501')).toEqual([]);
    expect(found('fitting')).toEqual([]);
  });

  it('finds modules of the document by the words of their names', () => {
    const modules = [moduleOffer({ id: 'block_1', name: 'My residual block' })];
    const found = (query: string) => search(query, modules, (offer) => offer).length;
    expect(['res', 'my', 'block my'].map(found)).toEqual([1, 1, 1]);
    expect(found('sidual')).toBe(0);
  });

  it('finds nothing for nonsense', () => expect(find('zzqx')).toEqual([]));
});
