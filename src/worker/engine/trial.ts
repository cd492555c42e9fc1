import type { Diagnostic } from '../../core/diagnostic';
import { internal } from '../../core/errors';
import { isOwn } from '../../core/ownData';
import { err, ok, type Result } from '../../core/result';
import { type HostTensor, hostTensor } from '../../core/tensor';
import { type Column, DataError, isNumbers, type LoadedDataset } from '../../data/dataset';
import { type FetchBytes, loadDataset, loadIndex } from '../../data/loader';
import { applyHostSteps, learns, pickExamples } from '../../data/pipeline';
import { hostStepOf } from '../../data/steps/registry';
import { split } from '../../data/steps/tokens';
import { columnName, severalDataProblems } from '../../document/dataSources';
import type { NetDocument } from '../../document/schema';
import { type LearnedStatistics, learnedFor, recipeOf, withStatistics } from '../../document/statistics';
import { elementsOf } from '../../layers/columns';
import { dataset, planOf } from '../../layers/defs/dataset';
import type { PlannedStep } from '../../layers/steps/registry';
import type { StepStatisticsEntry } from '../../layers/steps/statistics';
import { BERT_SPECIAL, SPECIAL } from '../../layers/steps/text';
import type { Encoded, Lexicon, Piece, RawValue, TestRows, TrialApi, TrialRequest } from '../protocol/trial';
import { afterSources, dataNodeOf, type Learned, loadTrainingData, sourcesOf, toolsFor } from './data';
import { engineDiagnostic } from './diagnostics';
import { scalesOf, seriesOf } from './trialTargets';

type Outcome<T> = Result<T, readonly Diagnostic[]>;
type Entries = readonly StepStatisticsEntry[];
type Statistics = readonly LearnedStatistics[];
type DataSource = ReturnType<typeof sourcesOf>[number];

interface Ready {
  /** Of all data sources of the document, the first one's columns under their own names. */
  readonly sources: readonly [Learned, ...Learned[]];
  readonly fetchBytes: FetchBytes;
}

interface TestSplit {
  readonly raw: LoadedDataset;
  readonly fed: LoadedDataset;
  readonly series: TestRows['series'];
}

/** Test examples and texts for trying a model. The last test split and the last statistics stay in memory. */
export class Trials implements TrialApi {
  private tests: { readonly key: string; readonly data: Promise<TestSplit> } | undefined;
  private learned: { readonly key: string; readonly statistics: Promise<Outcome<Statistics>> } | undefined;

  constructor(private readonly fetchFrom: (dataUrl: string) => FetchBytes) {}

  testRows(request: TrialRequest, from: number, count: number): Promise<Outcome<TestRows>> {
    return this.with(request, async (ready) => {
      const { raw, fed, series } = await this.testSplit(request, ready);
      const [{ id, plan }] = ready.sources;
      if (fed.count === 0) throw new DataError('data.fetch', id, 'the steps leave no test example');
      const places = Uint32Array.from({ length: Math.min(count, fed.count) }, (_, i) => around(from + i, fed.count));
      const aligned = plan.steps.every(({ place }) => place !== 'rows' && place !== 'examples');
      return {
        count: fed.count,
        raw: aligned ? rawRows(raw, places) : { columns: [], rows: [] },
        fed: tensorsOf(pickExamples(fed, places)),
        scales: scalesOfAll(ready.sources),
        ...(series ? { series } : {}),
      };
    });
  }

  lexicons(request: TrialRequest): Promise<Outcome<readonly Lexicon[]>> {
    return this.with(request, async ({ sources, fetchBytes }) =>
      Promise.all(
        sources.flatMap((source) =>
          tokenSteps(source).map((step) => lexiconOf(source, step, source.entries, fetchBytes)),
        ),
      ),
    );
  }

  encode(request: TrialRequest, column: string, text: string): Promise<Outcome<Encoded>> {
    return this.with(request, async ({ sources, fetchBytes }) => {
      const all = sources.flatMap((node) => tokenSteps(node).map((step) => ({ node, step })));
      const found = all.find(({ node, step }) => sourceOf(node, step) === column);
      if (!found) throw new DataError('data.fetch', column, 'no step makes tokens of it');
      const { node, step } = found;
      const { entries } = node;
      const spec = step.column;
      const before: LoadedDataset = {
        count: 1,
        columns: [{ spec: { ...spec, name: columnName(column) }, data: [text] }],
      };
      const steps = node.plan.steps.slice(0, node.plan.steps.indexOf(step));
      const host = steps.filter((item) => item.column.name === columnName(column) && item.spec.type === 'lowerCase');
      const ready = applyHostSteps(before, { ...node.plan, steps: host }, entries, {});
      const [given] = ready.columns;
      return encoded(given ?? internal('a text without a column'), step, {
        lexicon: await lexiconOf(node, step, entries, fetchBytes),
        entries,
        tools: await toolsFor(node.plan, fetchBytes),
      });
    });
  }

  /** What fails while data is fetched or read becomes a diagnostic at the data node. */
  private async with<T>(request: TrialRequest, work: (ready: Ready) => Promise<T>): Promise<Outcome<T>> {
    const [first, ...others] = sourcesOf(request.document);
    if (!first) return err([{ code: 'data.none', severity: 'error', message: 'add a data set node' }]);
    const several = severalDataProblems(request.document);
    if (several.length > 0) return err(several);
    const fetchBytes = this.fetchFrom(request.dataUrl);
    const learn = async (source: DataSource): Promise<Outcome<Learned>> => {
      const entries = await this.entriesOf(request, source, fetchBytes);
      if (!entries.ok) return entries;
      return ok({ ...source, entries: entries.value, tools: await toolsFor(source.plan, fetchBytes) });
    };
    try {
      const sources: Learned[] = [];
      for (const source of [first, ...others]) {
        const learned = await learn(source);
        if (!learned.ok) return learned;
        sources.push(learned.value);
      }
      const [known = internal('data without a source'), ...more] = sources;
      return ok(await work({ sources: [known, ...more], fetchBytes }));
    } catch (error) {
      this.tests = undefined;
      return err([{ ...engineDiagnostic(error), nodeId: first.nodeId }]);
    }
  }

  /**
   * The document with what the steps inside of its model learn, where the weights do not say it: an untrained model then gets
   * numbers of the same size as a trained one. As it is where the data cannot be had.
   */
  async withLearned(request: TrialRequest): Promise<NetDocument> {
    const { document, statistics } = request;
    const unknown = document.nodes.some((node) => {
      if (node.type !== dataset.type || learnedFor(node, statistics ? { statistics } : undefined)) return false;
      const { steps, ...plan } = planOf(node.params);
      return learns({ ...plan, steps: steps.filter(({ place }) => place === 'model') });
    });
    if (!unknown) return document;
    try {
      const learned = await this.statisticsOf(request, this.fetchFrom(request.dataUrl));
      return learned.ok ? withStatistics(document, learned.value) : document;
    } catch {
      return document;
    }
  }

  /** Statistics of the weights; learned from the training part where there are none. */
  private async entriesOf(request: TrialRequest, node: DataSource, fetchBytes: FetchBytes): Promise<Outcome<Entries>> {
    const given = learnedFor(node.node, request.statistics ? { statistics: request.statistics } : undefined);
    if (given) return ok(given.entries);
    if (!learns(node.plan)) return ok([]);
    const learned = await this.statisticsOf(request, fetchBytes);
    return learned.ok ? ok(learnedFor(node.node, { statistics: learned.value })?.entries ?? []) : learned;
  }

  private async statisticsOf(request: TrialRequest, fetchBytes: FetchBytes): Promise<Outcome<Statistics>> {
    const { nodes, training } = request.document;
    const sources = nodes.flatMap((node) =>
      node.type === dataset.type ? [[node.id, node.params.full, recipeOf(node)]] : [],
    );
    const brought = await broughtAs(dataNodeOf(request.document)?.id ?? '', fetchBytes);
    const key = JSON.stringify([request.dataUrl, brought, sources, training.seed, training.validation]);
    if (this.learned?.key !== key) this.learned = { key, statistics: learn(request, fetchBytes) };
    const { learned } = this;
    const forget = () => {
      if (this.learned === learned) this.learned = undefined;
    };
    const statistics = await learned.statistics.catch((error: unknown) => {
      forget();
      throw error;
    });
    if (!statistics.ok) forget();
    return statistics;
  }

  private async testSplit({ dataUrl }: TrialRequest, { sources, fetchBytes }: Ready): Promise<TestSplit> {
    const [{ id }] = sources;
    const brought = await broughtAs(id, fetchBytes);
    const done = sources.map(({ node, prefix, entries }) => [prefix, recipeOf(node), entries]);
    const key = JSON.stringify([dataUrl, id, brought, done]);
    if (this.tests?.key !== key) this.tests = { key, data: loadTest(sources, fetchBytes) };
    return this.tests.data;
  }
}

/** Tells a data set of the user's own from one brought before it under the same id; undefined for all others. */
const broughtAs = async (id: string, fetchBytes: FetchBytes) =>
  isOwn(id) ? (await loadIndex(id, fetchBytes)).splits : undefined;

async function learn({ document }: TrialRequest, fetchBytes: FetchBytes): Promise<Outcome<Statistics>> {
  const loaded = await loadTrainingData(document, { fetchBytes });
  return loaded.ok ? ok(loaded.value.statistics ?? []) : loaded;
}

async function loadTest(sources: Ready['sources'], fetchBytes: FetchBytes): Promise<TestSplit> {
  const [{ id, plan }] = sources;
  const raw = await loadDataset(id, { split: 'test', full: true }, fetchBytes);
  return {
    raw,
    fed: afterSources(raw, sources),
    series: await seriesOf(plan, raw, () => loadDataset(id, { split: 'train', full: true }, fetchBytes)),
  };
}

const scalesOfAll = (sources: Ready['sources']): TestRows['scales'] =>
  Object.fromEntries(
    sources.flatMap(({ plan, entries, prefix }) =>
      Object.entries(scalesOf(plan, entries)).map(([name, scale]) => [prefix + name, scale]),
    ),
  );

const around = (index: number, count: number): number => ((Math.trunc(index) % count) + count) % count;

function rawRows(data: LoadedDataset, places: Uint32Array): TestRows['raw'] {
  const value = ({ spec, data: values }: Column, place: number): RawValue => {
    if (!ArrayBuffer.isView(values)) return values[place] ?? '';
    const size = elementsOf(spec);
    return Float32Array.from(values.subarray(place * size, (place + 1) * size));
  };
  return {
    columns: data.columns.map(({ spec }) => spec),
    rows: Array.from(places, (place) => data.columns.map((column) => value(column, place))),
  };
}

function tensorsOf({ columns, count }: LoadedDataset): Record<string, HostTensor> {
  return Object.fromEntries(
    columns.flatMap((column) =>
      isNumbers(column) && column.spec.dtype !== 'text'
        ? [[column.spec.name, hostTensor(column.spec.dtype, [count, ...column.spec.shape], column.data)] as const]
        : [],
    ),
  );
}

const tokenTypes: readonly string[] = ['tokenise', 'nextToken', 'teacherForcing', 'skipGrams'];

const tokenSteps = ({ plan }: DataSource): readonly PlannedStep[] =>
  plan.steps.filter(({ spec }) => tokenTypes.includes(spec.type));

/** The column of the data set that a step's texts come from: steps before it that keep texts keep the name. */
const sourceOf = ({ columns, prefix }: DataSource, { column }: PlannedStep): string =>
  prefix + (columns.find(({ name }) => name === column.name)?.name ?? column.name);

async function lexiconOf(
  node: DataSource,
  step: PlannedStep,
  entries: Entries,
  fetchBytes: FetchBytes,
): Promise<Lexicon> {
  const { unit = 'words' } = step.params as { unit?: Lexicon['unit'] };
  const learned = entries.find((entry) => entry.step === step.index)?.values.vocabulary ?? [];
  const special = unit === 'wordPiece' ? BERT_SPECIAL : SPECIAL;
  const tokens =
    unit === 'wordPiece' ? await bertTokens(fetchBytes) : ['', '', '', '', ...learned.map((token) => String(token))];
  return {
    source: sourceOf(node, step),
    step: step.spec.type as Lexicon['step'],
    columns: step.outputs.map(({ name }) => node.prefix + name),
    unit,
    tokens,
    special,
  };
}

async function bertTokens(fetchBytes: FetchBytes): Promise<readonly string[]> {
  const { loadWords } = await import('../../data/steps/wordPiece');
  return loadWords(fetchBytes);
}

interface Encoding {
  readonly lexicon: Lexicon;
  readonly entries: Entries;
  readonly tools: Awaited<ReturnType<typeof toolsFor>>;
}

function encoded(column: Column, step: PlannedStep, { lexicon, entries, tools }: Encoding): Encoded {
  const { unit, special, tokens } = lexicon;
  const {
    length = 0,
    ends = false,
    padding = 'end',
  } = step.params as {
    length?: number;
    ends?: boolean;
    padding?: 'start' | 'end';
  };
  const text = String(column.data[0] ?? '');
  const piece = (part: string, id: number): Piece => ({
    text: part,
    id,
    unknown: id === special.unknown,
    special: false,
  });
  const numbers = new Map(tokens.map((token, id) => [token, id]));
  const body =
    unit === 'wordPiece'
      ? (tools.wordPiece?.(text) ?? []).map((id) => piece(tokens[id] ?? '', id))
      : split(text, unit).map((part) => piece(part, numbers.get(part) ?? special.unknown));
  if (step.spec.type !== 'tokenise') return { pieces: body, kept: body.length, row: undefined, padding };
  const statistics = entries.find((entry) => entry.step === step.index)?.values;
  const [row] = hostStepOf('tokenise').apply(column, step.params, { statistics, outputs: step.outputs, tools });
  const fits = ends ? Math.min(body.length, Math.max(0, length - 2)) : Math.min(body.length, length);
  const mark = (id: number, name: string): Piece => ({ text: name, id, unknown: false, special: true });
  const pieces = ends
    ? [mark(special.start, 'start'), ...body.slice(0, fits), mark(special.end, 'end'), ...body.slice(fits)]
    : body;
  return {
    pieces,
    kept: ends ? fits + 2 : fits,
    row: hostTensor('int32', [1, length], Int32Array.from(row as Int32Array)),
    padding,
  };
}
