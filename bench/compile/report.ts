import { templates } from '../../src/document/templates/registry';
import { median } from '../../src/training/pace';
import type { BenchBrowser } from '../engines/pagePlace';
import type { Bar } from '../report/bars';
import { figure, table } from '../report/tables';
import type { CompileTimes } from './compiler';

const SIZES = [250, 500, 1000, 2000];
const LIMIT = 1000;
/** A fit n^p with p up to this is linear. */
const LINEAR = 1.15;

export interface CompileReport {
  readonly templates: readonly { readonly id: string; readonly times: CompileTimes }[];
  readonly chains: readonly { readonly count: number; readonly times: CompileTimes }[];
  /** p of the fit total = c n^p over the chains. */
  readonly exponent: number;
}

export const totalOf = ({ compileMs, encodeMs, sessionMs, stepMs }: CompileTimes): number =>
  compileMs + encodeMs + sessionMs + stepMs;

/** Every template and chain, each in a fresh worker whose runtime is up, as the page's worker is; the median of some repetitions. */
export async function measureCompile(
  browser: BenchBrowser,
  repeats: number,
  log: (line: string) => void,
): Promise<CompileReport> {
  const time = async (method: string, argument: string | number): Promise<CompileTimes> => {
    const all: CompileTimes[] = [];
    for (let i = 0; i < repeats; i++) {
      const { call, close } = await browser.worker('compile');
      await call('open', []);
      all.push((await call(method, [argument])) as CompileTimes);
      await close();
    }
    const middle = all.toSorted((a, b) => totalOf(a) - totalOf(b))[all.length >> 1];
    if (!middle) throw new Error('no repetition');
    log(`${method} ${argument}: ${totalOf(middle).toFixed(0)} ms`);
    return middle;
  };
  const ofTemplates = [];
  for (const { id } of templates) ofTemplates.push({ id, times: await time('template', id) });
  const chains = [];
  for (const count of SIZES) chains.push({ count, times: await time('chain', count) });
  return {
    templates: ofTemplates,
    chains,
    exponent: exponentOf(chains.map(({ count, times }) => [count, totalOf(times)])),
  };
}

/** Slope of a straight line through (ln x, ln y), by least squares. */
export function exponentOf(points: readonly (readonly [number, number])[]): number {
  const logs = points.map(([x, y]) => [Math.log(x), Math.log(y)] as const);
  const mean = (of: 0 | 1) => logs.reduce((sum, point) => sum + point[of], 0) / logs.length;
  const [mx, my] = [mean(0), mean(1)];
  const covariance = logs.reduce((sum, [x, y]) => sum + (x - mx) * (y - my), 0);
  return covariance / logs.reduce((sum, [x]) => sum + (x - mx) ** 2, 0);
}

export function compileBars({ templates: ofTemplates, exponent }: CompileReport): Bar[] {
  const bars = ofTemplates.map(({ id, times }) => {
    const actual = totalOf(times);
    return { model: id, name: 'document to first step, ms', actual, bound: LIMIT, isMet: actual <= LIMIT };
  });
  const name = 'total = c n^p, p';
  return [...bars, { model: 'dense layers', name, actual: exponent, bound: LINEAR, isMet: exponent <= LINEAR }];
}

/** Both tables. */
export function compileTables({ templates: ofTemplates, chains, exponent }: CompileReport): string {
  const head = ['layers', 'nodes', 'to graph', 'to bytes', 'to session', 'first step', 'total ms', 'µs a node'];
  const cells = (times: CompileTimes) => [
    String(times.layers),
    String(times.nodes),
    ...[times.compileMs, times.encodeMs, times.sessionMs, times.stepMs, totalOf(times)].map(figure),
    figure((1000 * totalOf(times)) / times.nodes),
  ];
  const perNode = median(chains.map(({ times }) => (1000 * totalOf(times)) / times.nodes));
  return [
    table(
      ['template', ...head],
      ofTemplates.map(({ id, times }) => [id, ...cells(times)]),
    ),
    table(
      ['dense layers', ...head],
      chains.map(({ count, times }) => [String(count), ...cells(times)]),
    ),
    `Fit: total = c n^${exponent.toFixed(2)}; ${figure(perNode)} µs a node.`,
  ].join('\n\n');
}
