import { engineSpecs } from '../engines/engines';
import { type EngineResult, type ModelResult, ratioOf } from '../measure';
import { type Bar, barsOf, matmulShare } from './bars';

/** A Markdown table. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** Three figures, no exponent. */
export function figure(value: number | undefined): string {
  if (value === undefined) return '';
  if (value >= 100) return value.toFixed(0);
  return value >= 10 ? value.toFixed(1) : value.toFixed(value < 1 ? 3 : 2);
}

const megabytes = (bytes: number | undefined): string => (bytes === undefined ? '' : (bytes / 1e6).toFixed(1));
/** An engine's words on one line. */
const inline = (text: string): string => text.replaceAll('|', '\\|').replaceAll(/\s+/g, ' ').trim();

/** How far its first losses are from those of the native runtime, relative; the largest. */
export function deviation(result: EngineResult, reference: EngineResult | undefined): number | undefined {
  if (!reference || reference === result) return undefined;
  const pairs = (result.loaded?.losses ?? []).flatMap((loss, i) => {
    const wanted = reference.loaded?.losses[i];
    return wanted === undefined ? [] : [Math.abs(loss - wanted) / Math.max(Math.abs(wanted), 1e-6)];
  });
  return pairs.length > 0 ? Math.max(...pairs) : undefined;
}

/** One model: a row an engine. */
export function modelTable(result: ModelResult): string {
  const reference = result.engines.find(({ engine, ms }) => engine.startsWith('native') && ms !== undefined);
  const netloom = result.engines.find(({ engine, ms }) => engine === 'netloom-2' && ms !== undefined);
  const rows = result.engines.map((each) => row(each, reference ?? netloom, netloom));
  const head = [
    'engine',
    'ms a step',
    'fastest tenth',
    'of Netloom, 2 threads',
    'of MatMul',
    'steps a call',
    'kB copied',
    'compile ms',
    'MB',
    'loss differs',
  ];
  return `### ${result.title}\n\n${table(head, rows)}`;
}

function row(result: EngineResult, reference: EngineResult | undefined, netloom: EngineResult | undefined): string[] {
  const title = engineSpecs.find(({ id }) => id === result.engine)?.title ?? result.engine;
  if (result.ms === undefined) {
    const reason = inline(result.error ?? 'no step was timed');
    return [
      title,
      result.isSkipped ? `not tried: ${reason}` : `cannot train: ${reason}`,
      '',
      '',
      '',
      '',
      '',
      '',
      '',
      '',
    ];
  }
  const { loaded } = result;
  const share = matmulShare(result, result.fastMs);
  return [
    title,
    figure(result.ms),
    figure(result.fastMs),
    figure(ratioOf(result, netloom)),
    share === undefined ? '' : share.toFixed(2),
    loaded?.stepsPerCall === undefined ? '' : String(loaded.stepsPerCall),
    loaded?.bytesPerStep === undefined ? '' : figure(loaded.bytesPerStep / 1e3),
    figure(loaded?.compileMs),
    megabytes(result.memoryBytes),
    deviation(result, reference)?.toExponential(0) ?? '',
  ];
}

/** The bars, the missed ones first. */
export function barTable(bars: readonly Bar[]): string {
  const ordered = bars.toSorted((a, b) => Number(a.isMet) - Number(b.isMet));
  return table(
    ['bar', 'model', 'reached', 'fastest tenths', 'bound', ''],
    ordered.map(({ name, model, actual, undisturbed, bound, isMet }) => [
      name,
      model,
      figure(actual),
      figure(undisturbed),
      figure(bound),
      isMet ? 'met' : '**missed**',
    ]),
  );
}

export function report(results: readonly ModelResult[]): string {
  const bars = results.flatMap(barsOf);
  const notes = new Map(results.flatMap(({ engines }) => engines.map(({ engine, note }) => [engine, note] as const)));
  const said = [...notes].flatMap(([engine, note]) => (note ? [`- ${engine}: ${inline(note)}`] : []));
  return [...results.map(modelTable), `### Bars\n\n${barTable(bars)}`, said.join('\n')].join('\n\n');
}
