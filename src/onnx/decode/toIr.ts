import type { Diagnostic } from '../../core/diagnostic';
import { isFloat } from '../../core/dtype';
import { err, ok, type Result } from '../../core/result';
import type { HostTensor } from '../../core/tensor';
import { Builder } from '../../ir/builder';
import type { Graph, GraphInput } from '../../ir/op';
import { eliminateDeadCode } from '../../ir/passes/deadCode';
import { verify } from '../../ir/verify';
import { Entry } from './entry';
import { ImportError } from './errors';
import { GraphImporter } from './importGraph';
import type { Limits } from './limits';
import { readModel } from './proto';
import type { RawModel } from './raw';
import { hostTensorOf } from './tensor';

export const OLDEST_OPSET = 7;
export const NEWEST_OPSET = 26;

export interface ImportOptions {
  /** Which float initialisers stay inputs of the graph instead of becoming constants. Default: none. */
  readonly parameters?: (name: string) => boolean;
  /** Sizes of symbolic axes by name; an axis without a name is `<input>_<axis>`. */
  readonly sizes?: ReadonlyMap<string, number>;
  /** Values of inputs, used where an operator can only be imported knowing them (a shape to reshape to); such an input is gone from the graph. */
  readonly fixed?: ReadonlyMap<string, HostTensor>;
}

export interface ImportedParameter extends GraphInput {
  readonly tensor: HostTensor;
}

export interface ImportedModel {
  readonly graph: Graph;
  /** Inputs of the graph that were initialisers, in the order of the file. */
  readonly parameters: readonly ImportedParameter[];
  /** Inputs and float initialisers whose values had to be known. */
  readonly fixed: readonly string[];
  readonly metadata: Readonly<Record<string, string>>;
}

/**
 * A ModelProto as an IR graph: inputs and outputs under their own names, initialisers as constants, whatever computes shapes
 * evaluated. Errors: `onnx.<ImportCode>`, naming node and operator; what has no exact equivalent is an error, never guessed.
 */
export function importModel(
  bytes: Uint8Array,
  options: ImportOptions = {},
  limits?: Limits,
): Result<ImportedModel, Diagnostic> {
  const raw = readModel(bytes, limits);
  return raw.ok ? importRaw(raw.value, options) : raw;
}

/** As `importModel`, of a model that has been read. */
export function importRaw(model: RawModel, options: ImportOptions = {}): Result<ImportedModel, Diagnostic> {
  try {
    return ok(importVarying(model, options));
  } catch (error) {
    if (error instanceof ImportError) return err(error.toDiagnostic());
    throw error;
  }
}

/** A parameter whose value an operator had to know cannot vary: it becomes a constant after all. */
function importVarying(model: RawModel, options: ImportOptions): ImportedModel {
  const imported = new ModelImport(model, options).run();
  const known = new Set(imported.fixed);
  const { parameters } = options;
  if (!parameters || !imported.parameters.some(({ name }) => known.has(name))) return imported;
  const again = importVarying(model, { ...options, parameters: (name) => !known.has(name) && parameters(name) });
  return { ...again, fixed: [...new Set([...known, ...again.fixed])] };
}

class ModelImport {
  private readonly b = new Builder();
  private readonly importer: GraphImporter;
  private readonly parameters: ImportedParameter[] = [];
  private readonly inputs: GraphInput[] = [];
  private readonly asked = new Set<string>();

  constructor(
    private readonly model: RawModel,
    private readonly options: ImportOptions,
  ) {
    const functions = new Map(model.functions.map((item) => [`${item.domain}:${item.name}`, item]));
    const sizes = options.sizes ?? new Map<string, number>();
    this.importer = new GraphImporter(
      { opsets: model.opsets, functions, sizes, count: { nodes: 0 } },
      this.b,
      () => undefined,
    );
  }

  run(): ImportedModel {
    checkOpset(this.model);
    const { graph } = this.model;
    expectDistinct(
      'input',
      graph.inputs.map(({ name }) => name),
    );
    expectDistinct(
      'initializer',
      graph.initializers.map(({ name }) => name),
    );
    this.importer.declare([...graph.values, ...graph.outputs]);
    this.declareInputs();
    this.declareInitializers();
    const names = graph.outputs.map(({ name }) => name);
    if (names.length === 0) throw new ImportError('invalid', { actual: 'the graph has no output' });
    expectDistinct('output', names);
    this.importer.nodes(graph.nodes, names);
    const outputs = names.map((name) => ({ name, value: this.importer.entry(name).value() }));
    return this.finish({ inputs: this.inputs, nodes: this.b.graph({}).nodes, outputs });
  }

  /** Since IR version 4 an initialiser need not be an input; one that is has a default value. */
  private declareInputs(): void {
    const initialized = new Set(this.model.graph.initializers.map(({ name }) => name));
    for (const info of this.model.graph.inputs) {
      if (initialized.has(info.name)) continue;
      const given = this.options.fixed?.get(info.name);
      const type = this.importer.typeOf(info, given?.dims);
      if (given && given.dtype !== type.dtype)
        throw new ImportError('dtype', { op: `input ${info.name}`, actual: given.dtype });
      const value = this.b.input(info.name, type);
      this.inputs.push({ name: info.name, value });
      this.importer.entries.set(
        info.name,
        Entry.input(value, given, () => this.asked.add(info.name)),
      );
    }
  }

  private declareInitializers(): void {
    const { graph } = this.model;
    this.importer.initializers(graph);
    for (const raw of graph.initializers) {
      const tensor = hostTensorOf(raw);
      if (!isFloat(tensor.dtype) || !this.options.parameters?.(raw.name)) continue;
      const value = this.b.input(raw.name, { dtype: tensor.dtype, shape: tensor.dims });
      this.parameters.push({ name: raw.name, value, tensor });
      this.importer.entries.set(
        raw.name,
        Entry.input(value, tensor, () => this.asked.add(raw.name)),
      );
    }
  }

  private finish(graph: Graph): ImportedModel {
    const live = eliminateDeadCode(graph);
    const read = new Set([...live.nodes.flatMap((node) => node.inputs), ...live.outputs.map(({ value }) => value)]);
    const gone = ({ name, value }: GraphInput) => this.asked.has(name) && !read.has(value);
    const { parameters } = this;
    const inputs = [
      ...live.inputs.filter((input) => !gone(input)),
      ...parameters.map(({ name, value }) => ({ name, value })),
    ];
    const kept = new Set(inputs.map(({ value }) => value));
    const nodes = live.nodes.filter((node) => node.op !== 'input' || node.outputs.some((value) => kept.has(value)));
    const complete = { inputs, nodes, outputs: live.outputs };
    verify(complete);
    return { graph: complete, parameters, fixed: [...this.asked], metadata: this.model.metadata };
  }
}

function expectDistinct(what: string, names: readonly string[]): void {
  const seen = new Set(['']);
  const repeated = names.find((name) => seen.size === seen.add(name).size);
  if (repeated !== undefined) throw new ImportError('invalid', { actual: `two ${what}s of the name '${repeated}'` });
}

function checkOpset({ opsets }: RawModel): void {
  const version = opsets.get('');
  if (version === undefined) return;
  if (version < 1 || version > NEWEST_OPSET)
    throw new ImportError('opset', {
      domain: 'ai.onnx',
      actual: version,
      expected: `${OLDEST_OPSET} … ${NEWEST_OPSET}`,
    });
}
