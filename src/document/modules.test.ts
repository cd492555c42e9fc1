import { describe, expect, it } from 'vitest';
import { analyzeDocument } from './analyze';
import { lowerDocument } from './lower';
import { instancesAround, prefixInside } from './lowering/paths';
import { blockModule, instanceOf, withModules } from './modules.fixture';
import { parseDocument } from './parse';
import { withCurrentPorts } from './places';
import type { DocModule, DocNode, ParamValue } from './schema';
import { place, wired } from './templates/template';

const lower = (nodes: readonly DocNode[], wires: readonly string[], modules: readonly DocModule[] = [blockModule()]) =>
  lowerDocument(withModules(nodes, wires, modules), { mode: 'train', batch: 4 });

const data = place('data', 'dataset', [0, 0]);
const flat = place('flat', 'flatten', [0, 0]);
const out = place('answer', 'output', [0, 0]);
const head = ['data.x -> flat.x'];
const names = (lowered: ReturnType<typeof lower>) =>
  lowered.parameters.map(({ name, shape }) => `${name} [${shape.join(', ')}]`);
const problems = (lowered: ReturnType<typeof lower>) =>
  lowered.diagnostics.map(({ code, nodeId, severity }) => `${severity} ${code} ${nodeId}`);
const chain = (...ids: string[]) => ids.slice(1).map((id, i) => `${ids[i]} -> ${id}`);
const square = (id: string, params: Record<string, ParamValue> = {}) => instanceOf(id, 'square', params);
const two = (a: DocNode, b: DocNode) =>
  lower(
    [data, flat, place('first', 'dense', [0, 0], { units: 8 } as never), a, b, out],
    [
      ...head,
      ...chain('flat.y', 'first.x'),
      ...chain('first.y', 'a.in'),
      ...chain('a.out', 'b.in'),
      'b.out -> answer.x',
    ],
    [blockModule('square', 8)],
  );

describe('instances of a module', () => {
  it('have weights of their own, by the path of the instance', () => {
    const lowered = two(square('a'), square('b'));
    expect(problems(lowered)).toEqual([]);
    expect(names(lowered).slice(2)).toEqual([
      'a/dense_1.weight [8, 8]',
      'a/dense_1.bias [8]',
      'b/dense_1.weight [8, 8]',
      'b/dense_1.bias [8]',
    ]);
  });

  it('share weights by the id of the module, and random numbers with nobody', () => {
    const lowered = two(square('a', { weights: 'shared' }), square('b', { weights: 'shared' }));
    expect(names(lowered).slice(2)).toEqual(['square/dense_1.weight [8, 8]', 'square/dense_1.bias [8]']);
    expect(lowered.parameters.at(-1)?.nodeIds).toEqual(['a/dense_1', 'b/dense_1']);
    expect(lowered.random.map(({ key }) => key)).toEqual(['a/drop_1.random0', 'b/drop_1.random0']);
  });

  it('that share weights of different shapes are told so', () => {
    const lowered = lower(
      [
        data,
        flat,
        instanceOf('a', 'block', { weights: 'shared' }),
        instanceOf('b', 'block', { weights: 'shared' }),
        out,
      ],
      [...head, 'flat.y -> a.in', 'a.out -> b.in', 'b.out -> answer.x'],
    );
    expect(problems(lowered)).toEqual(['error shape.dim b/dense_1', 'error module.inside b']);
    expect(lowered.diagnostics[0]?.details).toMatchObject({ expected: '[8, 784]', actual: '[8, 8]' });
  });

  it('repeat in a row, each copy with weights of its own or all with the same', () => {
    const own = two(square('a', { repeat: 3 }), square('b', { repeat: 2, weights: 'shared' }));
    expect(problems(own)).toEqual([]);
    expect(own.parameters.map(({ name }) => name).filter((name) => name.endsWith('weight'))).toEqual([
      'first.weight',
      'a/0/dense_1.weight',
      'a/1/dense_1.weight',
      'a/2/dense_1.weight',
      'square/dense_1.weight',
    ]);
    expect(own.random.map(({ key }) => key)).toContain('b/1/drop_1.random0');
    expect(own.ports.get('a/1/dense_1')?.y).not.toBe(own.ports.get('a/0/dense_1')?.y);
    expect(own.ports.get('a')?.out).toBe(own.ports.get('a/2/drop_1')?.y);
  });

  it('that repeat must give what they take', () => {
    const lowered = lower(
      [data, flat, instanceOf('a', 'block', { repeat: 2 }), out],
      [...head, 'flat.y -> a.in', 'a.out -> answer.x'],
    );
    expect(problems(lowered)).toEqual(['error module.repeatType a']);
    expect(lowered.diagnostics[0]?.details).toMatchObject({ expected: 'float32 [4, 784]', actual: 'float32 [4, 8]' });
  });

  it('give further inputs to every copy', () => {
    const module: DocModule = {
      ...blockModule('pair', 784),
      nodes: [
        place('in', 'moduleInput', [0, 0]),
        place('extra', 'moduleInput', [0, 0]),
        place('dense_1', 'dense', [0, 0], { units: 784 } as never),
        place('loss', 'mse', [0, 0]),
        place('out', 'moduleOutput', [0, 0]),
      ],
      edges: wired([
        'in.y -> dense_1.x',
        'dense_1.y -> out.x',
        'dense_1.y -> loss.prediction',
        'extra.y -> loss.target',
      ]),
    };
    const a = instanceOf('a', 'pair', { repeat: 2 }, [module]);
    const lowered = lower(
      [data, flat, a, out],
      [...head, 'flat.y -> a.in', 'flat.y -> a.extra', 'a.out -> answer.x'],
      [module],
    );
    expect(problems(lowered)).toEqual([]);
    expect(lowered.losses.map(({ nodeId }) => nodeId)).toEqual(['a/0/loss', 'a/1/loss']);
  });

  it('may stand in other modules, but not in their own', () => {
    const inner = blockModule('inner', 784);
    const outer: DocModule = {
      ...blockModule('outer'),
      nodes: [
        place('in', 'moduleInput', [0, 0]),
        instanceOf('i', 'inner', {}, [inner]),
        place('out', 'moduleOutput', [0, 0]),
      ],
      edges: wired(['in.y -> i.in', 'i.out -> out.x']),
    };
    const nested = lower(
      [data, flat, instanceOf('a', 'outer', {}, [outer]), out],
      [...head, 'flat.y -> a.in', 'a.out -> answer.x'],
      [inner, outer],
    );
    expect(problems(nested)).toEqual([]);
    expect(names(nested)).toContain('a/i/dense_1.bias [784]');
    const shared = {
      ...outer,
      nodes: [...outer.nodes.slice(0, 1), instanceOf('i', 'outer', {}, [outer]), ...outer.nodes.slice(2)],
    };
    const own = lower(
      [data, flat, instanceOf('a', 'outer', {}, [shared]), out],
      [...head, 'flat.y -> a.in', 'a.out -> answer.x'],
      [shared],
    );
    expect(problems(own)).toEqual(['error module.recursive a/i', 'error module.inside a']);
  });

  it('say what is wrong inside at the path of the node and at every instance around', () => {
    const broken = { ...blockModule('block'), edges: [] };
    const lowered = lower(
      [data, flat, instanceOf('a', 'block'), out],
      [...head, 'flat.y -> a.in', 'a.out -> answer.x'],
      [broken],
    );
    expect(problems(lowered)).toEqual([
      'error wire.missing a/out',
      'error module.inside a',
      'warning wire.missing a/dense_1',
      'warning wire.missing a/drop_1',
    ]);
    expect(lowered.diagnostics[1]?.details).toMatchObject({ count: 3, inner: 'a/out' });
  });

  it('are lowered as far as what is wired to them allows', () => {
    const lowered = lower([instanceOf('a', 'block'), out], ['a.out -> answer.x']);
    expect(problems(lowered)).toEqual(['error wire.missing a']);
  });

  it('of no module, and ports outside modules, are errors', () => {
    const lowered = lower([data, place('i', 'moduleInput', [0, 0]), instanceOf('a', 'gone', {}, [])], []);
    expect(problems(lowered)).toEqual(['error module.outside i', 'error module.unknown a']);
  });

  it('stop growing where they would never end', () => {
    let inner = blockModule('m0', 784);
    const modules = [inner];
    for (let i = 1; i < 6; i++) {
      const next: DocModule = {
        ...blockModule(`m${i}`),
        nodes: [
          place('in', 'moduleInput', [0, 0]),
          instanceOf('i', inner.id, { repeat: 64 }, [inner]),
          place('out', 'moduleOutput', [0, 0]),
        ],
        edges: wired(['in.y -> i.in', 'i.out -> out.x']),
      };
      modules.push(next);
      inner = next;
    }
    const lowered = lower(
      [data, flat, instanceOf('a', 'm5', {}, modules), out],
      [...head, 'flat.y -> a.in', 'a.out -> answer.x'],
      modules,
    );
    expect(lowered.diagnostics.some(({ code }) => code === 'module.tooLarge')).toBe(true);
  });
});

describe('the analysis', () => {
  it('sums what is inside and tells it by path; shared weights count once in the whole', () => {
    const a = square('a', { weights: 'shared', repeat: 2 });
    const doc = withModules(
      [data, flat, place('first', 'dense', [0, 0], { units: 8 } as never), a, square('b', { weights: 'shared' }), out],
      [...head, 'flat.y -> first.x', 'first.y -> a.in', 'a.out -> b.in', 'b.out -> answer.x'],
      [blockModule('square', 8)],
    );
    const { nodes, parameters, flops, activationBytes } = analyzeDocument(doc);
    const inner = `${prefixInside('a', a)}dense_1`;
    expect(nodes.get(inner)?.outputs.y?.shape).toEqual(['B', 8]);
    expect(nodes.get('a')).toMatchObject({ parameters: 72, outputs: { out: { shape: ['B', 8] } } });
    expect(nodes.get('a')?.flops).toBe(2 * (nodes.get('b')?.flops ?? 0));
    expect(nodes.get('b')?.activationBytes).toBe(2 * 8 * 4);
    expect(parameters).toBe(785 * 8 + 72);
    const sum = (key: 'flops' | 'activationBytes') =>
      doc.nodes.reduce((all, { id }) => all + (nodes.get(id)?.[key] ?? 0), 0);
    expect([flops, activationBytes]).toEqual([sum('flops'), sum('activationBytes')]);
  });
});

describe('a stored document', () => {
  const good = () =>
    withModules(
      [data, flat, instanceOf('a', 'block'), out],
      [...head, 'flat.y -> a.in', 'a.out -> answer.x'],
      [blockModule()],
    );
  const codes = (json: unknown) => {
    const parsed = parseDocument(json);
    return parsed.ok ? [] : parsed.error.map(({ code, path }) => `${code} ${path ?? ''}`.trim());
  };

  it('comes back with its modules, the ports of their instances as they are now', () => {
    const doc = good();
    const stale = doc.nodes.map((node) =>
      node.id === 'a' ? { ...node, params: { ...node.params, inputs: [] } } : node,
    );
    const parsed = parseDocument(JSON.parse(JSON.stringify({ ...doc, nodes: stale })));
    expect(parsed.ok && parsed.value).toEqual(doc);
    expect(withCurrentPorts(doc.nodes, doc.modules)).toBe(doc.nodes);
  });

  it('is refused where something inside a module is wrong', () => {
    const doc = good();
    const [module] = doc.modules as [DocModule];
    const units = module.nodes.map((node) => (node.type === 'dense' ? { ...node, params: { units: -1 } } : node));
    expect(codes({ ...doc, modules: [{ ...module, nodes: units }] })).toEqual([
      'param.range modules[0].nodes[1].params.units',
    ]);
    expect(codes({ ...doc, modules: [{ ...module, id: 'flat' }] })).toContain('module.repeated modules[0]');
    expect(codes({ ...doc, modules: [] })).toEqual(['module.unknown']);
    const self = { ...module, nodes: [...module.nodes, instanceOf('x', 'block')] };
    expect(codes({ ...doc, modules: [self] })).toEqual(['module.recursive modules[0]']);
  });
});

it('paths know the instances around them', () => {
  expect(instancesAround('a/0/b/c')).toEqual(['a/0/b', 'a']);
  expect(instancesAround('a')).toEqual([]);
});
