import katex from 'katex';
import { describe, expect, it } from 'vitest';
import type { DType } from '../core/dtype';
import { ShapeError } from '../core/errors';
import type { Localized } from '../core/locale';
import { locales } from '../core/locale';
import { Rng } from '../core/rng';
import type { Dim, TensorType } from '../core/shape';
import { Builder } from '../ir/builder';
import { verify } from '../ir/verify';
import { layerCases, layerCasesOf, layerTypes } from '../testing/layers/cases';
import { lowerLayer } from '../testing/layers/layerCase';
import { documentation } from './documentation';
import { checkField, defaultsOf, type Field } from './fields';
import type { LayerDef, LayerDocs, Mode } from './layer';
import { defaultPortsOf, layerOf, portsOf } from './registry';

const modes: readonly Mode[] = ['train', 'evaluate', 'predict'];
const chinese = /\p{Script=Han}/u;

describe('layers', () => {
  it('all have cases, and every case a layer', () => {
    expect(Object.keys(layerCases).toSorted()).toEqual(layerTypes.toSorted());
  });

  for (const type of layerTypes) {
    const layer = layerOf(type);
    describe(type, () => {
      it('has a type, a version and all its migrations', () => {
        expect(layer.type).toBe(type);
        expect(type).toMatch(/^[a-z][A-Za-z0-9]*$/);
        expect(Object.keys(layer.migrations).map(Number)).toEqual(
          Array.from({ length: layer.version - 1 }, (_, i) => i + 1),
        );
      });

      it('lowers with its defaults in every mode, to a valid graph', () => {
        for (const mode of modes) expect(() => lowerDefaults(layer, mode)).not.toThrow();
      });

      it('takes its own defaults', () => {
        for (const [name, field] of Object.entries(layer.params))
          expect(checkField(field, field.default), name).toEqual({ ok: true, value: field.default });
      });

      it('has a switch for every field that needs one', () => {
        for (const { needs } of Object.values(layer.params))
          if (needs !== undefined) expect(layer.params[needs]).toMatchObject({ kind: 'bool' });
      });
      it('shows a brief without holes', () => {
        for (const { params } of layerCasesOf(type))
          expect(layer.brief(params as never)).not.toMatch(/undefined|NaN|\[object|Infinity/);
      });

      it('is documented in every language', () => {
        const { params } = layer;
        const docs = docsOf(type);
        const ports = defaultPortsOf(layer);
        const texts: [string, Localized][] = [
          ['name', docs.name],
          ['summary', docs.summary],
          ...[...ports.inputs, ...ports.outputs].map((port): [string, Localized] => [port.id, port.label]),
          ...Object.entries(params).flatMap(([name, field]) => fieldTexts(name, field)),
        ];
        for (const [place, text] of texts)
          for (const locale of locales) expect(text[locale].trim(), `${place} in ${locale}`).not.toBe('');
        expect(docs.summary.en).toMatch(/^[A-Z].*\.$/s);
        expect(docs.summary['zh-CN']).toMatch(chinese);
        expect(docs.summary['zh-CN']).toMatch(/。$/);
        expect(docs.references.length).toBeGreaterThan(0);
        expect(docs.aliases.some((alias) => chinese.test(alias))).toBe(true);
      });

      it('has a formula that KaTeX can set', () => {
        expect(() => katex.renderToString(docsOf(type).formula, { throwOnError: true, strict: 'error' })).not.toThrow();
        // a command with two backslashes is a line break and a plain word
        expect(docsOf(type).formula).not.toMatch(/\\\\[a-z]/);
      });

      it('lowers or says what does not fit, whatever arrives', () => {
        const rng = Rng.of(1, type);
        for (let i = 0; i < 400; i++) expectLowersOrRefuses(layer, rng);
      });
    });
  }
});

function docsOf(type: string): LayerDocs {
  const docs = documentation.get(type);
  if (!docs) throw new Error(`${type} is not documented`);
  return docs;
}

function lowerDefaults(layer: LayerDef, mode: Mode): void {
  const [first] = layerCasesOf(layer.type);
  const batch = mode === 'train' ? 2 : 'B';
  const ports = Object.fromEntries(
    (first?.inputs ?? []).flatMap(({ dtype, dims }, i): [string, TensorType][] => {
      const name = first?.inputNames[i] ?? '';
      return name.startsWith('in.') ? [[name.slice(3), { dtype, shape: [batch, ...dims.slice(1)] }]] : [];
    }),
  );
  const b = new Builder();
  const { outputs } = lowerLayer(layer, { mode, batch, ports, params: defaultsOf(layer.params) }, b);
  expect(Object.keys(outputs).filter((name) => name.startsWith('out.'))).toEqual(
    defaultPortsOf(layer).outputs.map(({ id }) => `out.${id}`),
  );
  verify(b.graph(outputs));
}

function fieldTexts(name: string, field: Field): [string, Localized][] {
  const options = field.kind === 'select' ? field.options : [];
  return [
    [name, field.label],
    ...(field.help ? [[`${name} help`, field.help] as [string, Localized]] : []),
    ...options.map((option): [string, Localized] => [`${name} ${option.value}`, option.label]),
  ];
}

const dtypes: readonly DType[] = ['float32', 'float32', 'float32', 'int32', 'uint8', 'bool'];
const sizes: readonly Dim[] = [1, 2, 3, 5, 10, 28, 'T'];
const pick = <T>(rng: Rng, items: readonly T[]): T => items[rng.int(items.length)] as T;

/** Random types at every port, random parameters that pass their checks: a graph, or a ShapeError. */
function expectLowersOrRefuses(layer: LayerDef, rng: Rng): void {
  const mode = pick(rng, modes);
  const batch = mode === 'train' ? 4 : 'B';
  const arrive = (): TensorType => ({
    dtype: pick(rng, dtypes),
    shape: [batch, ...Array.from({ length: rng.int(5) }, () => pick(rng, sizes))],
  });
  const params = Object.fromEntries(Object.entries(layer.params).map(([name, field]) => [name, anyValue(field, rng)]));
  const ports = Object.fromEntries(portsOf({ type: layer.type, params }).inputs.map(({ id }) => [id, arrive()]));
  const said = JSON.stringify({ mode, ports, params });
  const b = new Builder();
  try {
    const { outputs } = lowerLayer(layer, { mode, batch, ports, params }, b);
    verify(b.graph(outputs));
    for (const value of Object.values(outputs))
      for (const dim of value.type.shape)
        expect(typeof dim === 'string' || (Number.isInteger(dim) && dim > 0), said).toBe(true);
  } catch (error) {
    if (!(error instanceof ShapeError)) throw new Error(`${said}: ${error}`, { cause: error });
    expect(error.message, said).not.toMatch(/undefined|NaN|\{/);
  }
}

/** A value the field accepts, its extremes among them. */
function anyValue(field: Field, rng: Rng): unknown {
  const among = (...values: readonly unknown[]) => {
    const value = pick(rng, values);
    expect(checkField(field, value).ok).toBe(true);
    return value;
  };
  switch (field.kind) {
    case 'int':
      return among(field.default, field.min, field.min + rng.int(4));
    case 'float':
      return among(field.default, field.min, field.max);
    case 'bool':
      return among(true, false);
    case 'select':
      return among(...field.options.map(({ value }) => value));
    case 'size2':
      return among(field.default, [field.min, field.min], [field.min, field.min + 1], [3, 2], [field.max, field.max]);
    case 'text':
      return among(field.default);
    case 'ints':
      return among(field.default, [3], [1], [2, 3, 4], []);
    case 'texts':
      return among(field.default, ['a'], []);
    case 'records':
      return among(field.default, []);
    default:
      return field satisfies never;
  }
}
