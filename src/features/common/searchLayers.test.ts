import { describe, expect, it } from 'vitest';
import { documentation } from '../../layers/documentation';
import { layers } from '../../layers/registry';
import { searchLayers } from './searchLayers';

const find = (query: string) => searchLayers(query, undefined, documentation).map((layer) => layer.type);

describe('searchLayers', () => {
  it('gives everything in the order of the palette for no query', () => expect(find(' ')).toEqual([...layers.keys()]));
  it.each([
    ['dense', 'dense'],
    ['DEN', 'dense'],
    ['全连接', 'dense'],
    ['linear', 'dense'],
    ['fully con', 'dense'],
    ['卷积', 'conv2d'],
    ['conv', 'conv2d'],
    ['max pool', 'maxPool2d'],
    ['mxp', 'maxPool2d'],
  ])('%s finds %s first', (query, type) => expect(find(query)[0]).toBe(type));
  it('finds by what a layer is for, after all that are called so', () => {
    const purposes = new Map([
      ['dropout', { summary: { en: 'Guards against overfitting.', 'zh-CN': '防止过拟合。' }, aliases: [] }],
    ]);
    const types = (query: string) => searchLayers(query, undefined, purposes).map(({ type }) => type);
    expect(types('overfit')).toEqual(['dropout']);
    expect(types('overfitting')).toEqual(['dropout']);
    expect(types('过拟合')).toEqual(['dropout']);
    expect(types('guards_501')).toEqual([]);
  });
  it('finds nothing for nonsense', () => expect(find('zzqx')).toEqual([]));
});
