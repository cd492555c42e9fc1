import type { Diagnostic } from '../../core/diagnostic';
import { err, ok, type Result } from '../../core/result';
import type { Dim } from '../../core/shape';
import type { HostTensor } from '../../core/tensor';
import { ImportError } from './errors';
import { Budget, defaultLimits, type Limits } from './limits';
import type { RawAttribute, RawFunction, RawGraph, RawModel, RawNode, RawTensor, RawType, RawValueInfo } from './raw';
import { hostTensorOf } from './tensor';
import { Numbers, Wire } from './wire';

/**
 * Reads a ModelProto. Memory and time are linear in the bytes whatever they are. Errors: `onnx.malformed`, `onnx.tooLarge`.
 * Field numbers: onnx.proto of IR version 10.
 */
export function readModel(bytes: Uint8Array, limits: Limits = defaultLimits): Result<RawModel, Diagnostic> {
  return guarded(() => {
    const model = new ProtoReader(bytes, limits).model();
    if (!model) throw new ImportError('malformed', { actual: 'there is no graph in it' });
    return model;
  });
}

/** Reads a TensorProto, as ONNX's test data keeps them. */
export function readTensor(bytes: Uint8Array, limits: Limits = defaultLimits): Result<RawTensor, Diagnostic> {
  return guarded(() => new ProtoReader(bytes, limits).tensor());
}

/** Reads a TensorProto as a tensor. Errors: those of `readTensor`, `onnx.dtype`, `onnx.externalData`. */
export function importTensor(bytes: Uint8Array, limits: Limits = defaultLimits): Result<HostTensor, Diagnostic> {
  return guarded(() => hostTensorOf(new ProtoReader(bytes, limits).tensor()));
}

function guarded<T>(read: () => T): Result<T, Diagnostic> {
  try {
    return ok(read());
  } catch (error) {
    if (error instanceof ImportError) return err(error.toDiagnostic());
    // what BinaryReader throws: truncated data, bad varints and tags
    if (error instanceof RangeError || (error instanceof Error && !error.message.startsWith('internal:')))
      return err(new ImportError('malformed', { actual: error.message }).toDiagnostic());
    throw error;
  }
}

class ProtoReader {
  private readonly w: Wire;

  constructor(bytes: Uint8Array, limits: Limits) {
    this.w = new Wire(bytes, new Budget(limits));
  }

  model(): RawModel | undefined {
    const { w } = this;
    const opsets = new Map<string, number>();
    const functions: RawFunction[] = [];
    const metadata: Record<string, string> = {};
    let graph: RawGraph | undefined;
    let irVersion = 0;
    w.fields({
      1: () => {
        irVersion = w.number();
      },
      7: () => {
        graph = w.message(() => this.graph());
      },
      8: () => {
        const { domain, version } = w.message(() => this.opset());
        opsets.set(domain === 'ai.onnx' ? '' : domain, version);
      },
      14: () => {
        const [key, value] = w.message(() => this.entry());
        Object.defineProperty(metadata, key, { value, enumerable: true, configurable: true });
      },
      25: () => functions.push(w.message(() => this.function())),
    });
    return graph && { irVersion, opsets, graph, functions, metadata };
  }

  private opset(): { domain: string; version: number } {
    const { w } = this;
    let [domain, version] = ['', 0];
    w.fields({
      1: () => {
        domain = w.text();
      },
      2: () => {
        version = w.number();
      },
    });
    return { domain, version };
  }

  private entry(): [string, string] {
    const { w } = this;
    const pair: [string, string] = ['', ''];
    w.fields({
      1: () => {
        pair[0] = w.text();
      },
      2: () => {
        pair[1] = w.text();
      },
    });
    return pair;
  }

  private graph(): RawGraph {
    const { w } = this;
    const nodes: RawNode[] = [];
    const initializers: RawTensor[] = [];
    const sparseInitializers: string[] = [];
    const [inputs, outputs, values]: RawValueInfo[][] = [[], [], []] as RawValueInfo[][];
    let name = '';
    w.fields({
      1: () => nodes.push(w.message(() => this.node())),
      2: () => {
        name = w.text();
      },
      5: () => initializers.push(w.message(() => this.tensor())),
      11: () => inputs?.push(w.message(() => this.valueInfo())),
      12: () => outputs?.push(w.message(() => this.valueInfo())),
      13: () => values?.push(w.message(() => this.valueInfo())),
      15: () => sparseInitializers.push(w.message(() => this.sparseName())),
    });
    return {
      name,
      nodes,
      initializers,
      sparseInitializers,
      inputs: inputs ?? [],
      outputs: outputs ?? [],
      values: values ?? [],
    };
  }

  private function(): RawFunction {
    const { w } = this;
    const inputs: string[] = [];
    const outputs: string[] = [];
    const nodes: RawNode[] = [];
    let [name, domain] = ['', ''];
    w.fields({
      1: () => {
        name = w.text();
      },
      4: () => inputs.push(w.text()),
      5: () => outputs.push(w.text()),
      7: () => nodes.push(w.message(() => this.node())),
      10: () => {
        domain = w.text();
      },
    });
    return { name, domain, inputs, outputs, nodes };
  }

  private node(): RawNode {
    const { w } = this;
    const inputs: string[] = [];
    const outputs: string[] = [];
    const attributes = new Map<string, RawAttribute>();
    let [name, opType, domain] = ['', '', ''];
    w.fields({
      1: () => inputs.push(w.text()),
      2: () => outputs.push(w.text()),
      3: () => {
        name = w.text();
      },
      4: () => {
        opType = w.text();
      },
      5: () => {
        const { key, value } = w.message(() => this.attribute());
        attributes.set(key, value);
      },
      7: () => {
        domain = w.text();
      },
    });
    return { opType, domain: domain === 'ai.onnx' ? '' : domain, name, inputs, outputs, attributes };
  }

  /** An attribute says its kind; the fields of other kinds are ignored. Files before IR version 2 may leave it out. */
  private attribute(): { key: string; value: RawAttribute } {
    const { w } = this;
    const floats = new Numbers(Float32Array);
    const ints = new Numbers(BigInt64Array);
    const strings: Uint8Array[] = [];
    const tensors: RawTensor[] = [];
    const graphs: RawGraph[] = [];
    const types: RawType[] = [];
    const found: Partial<Record<RawAttribute['kind'], RawAttribute>> = {};
    const find = (attribute: RawAttribute) => {
      found[attribute.kind] = attribute;
    };
    let key = '';
    let kind = 0;
    w.fields({
      1: () => {
        key = w.text();
      },
      2: () => find({ kind: 'float', value: w.float() }),
      3: () => find({ kind: 'int', value: w.int() }),
      4: () => find({ kind: 'string', value: w.bytes() }),
      5: () => find({ kind: 'tensor', value: w.message(() => this.tensor()) }),
      6: () => find({ kind: 'graph', value: w.message(() => this.graph()) }),
      7: () => w.floats(floats),
      8: () => w.int64s(ints),
      9: () => strings.push(w.bytes()),
      10: () => tensors.push(w.message(() => this.tensor())),
      11: () => graphs.push(w.message(() => this.graph())),
      14: () => find({ kind: 'type', value: w.message(() => this.type()) }),
      15: () => types.push(w.message(() => this.type())),
      20: () => {
        kind = w.number();
      },
      21: () => find({ kind: 'reference', value: w.text() }),
    });
    find({ kind: 'floats', value: floats.taken() ?? new Float32Array() });
    find({ kind: 'ints', value: ints.taken() ?? new BigInt64Array() });
    find({ kind: 'strings', value: strings });
    find({ kind: 'tensors', value: tensors });
    find({ kind: 'graphs', value: graphs });
    find({ kind: 'types', value: types });
    return { key, value: found.reference ?? chooseAttribute(key, kind, found) };
  }

  private sparseName(): string {
    const { w } = this;
    let name = '';
    w.fields({
      1: () => {
        ({ name } = w.message(() => this.tensor()));
      },
    });
    return name;
  }

  /** Reads the fields of a TensorProto up to the end of the present message. */
  tensor(): RawTensor {
    const { w } = this;
    const dims = new Numbers(BigInt64Array);
    const floats = new Numbers(Float32Array);
    const int32s = new Numbers(Int32Array);
    const int64s = new Numbers(BigInt64Array);
    const doubles = new Numbers(Float64Array);
    const uint64s = new Numbers(BigUint64Array);
    const strings: Uint8Array[] = [];
    let [name, dataType, external] = ['', 0, false];
    let raw: Uint8Array | undefined;
    w.fields({
      1: () => w.int64s(dims),
      2: () => {
        dataType = w.number();
      },
      3: () => {
        throw new ImportError('malformed', { actual: 'a tensor in segments' });
      },
      4: () => w.floats(floats),
      5: () => w.int32s(int32s),
      6: () => strings.push(w.bytes()),
      7: () => w.int64s(int64s),
      8: () => {
        name = w.text();
      },
      9: () => {
        raw = w.bytes();
      },
      10: () => w.doubles(doubles),
      11: () => w.uint64s(uint64s),
      14: () => {
        external = w.number() === 1;
      },
    });
    return {
      name,
      dataType,
      dims: Array.from(dims.taken() ?? [], Number),
      external,
      ...defined({
        raw,
        floats: floats.taken(),
        int32s: int32s.taken(),
        int64s: int64s.taken(),
        doubles: doubles.taken(),
        uint64s: uint64s.taken(),
        strings: strings.length > 0 ? strings : undefined,
      }),
    };
  }

  private valueInfo(): RawValueInfo {
    const { w } = this;
    let name = '';
    let type: RawType = { kind: 'unknown' };
    w.fields({
      1: () => {
        name = w.text();
      },
      2: () => {
        type = w.message(() => this.type());
      },
    });
    return { name, type };
  }

  private type(): RawType {
    const { w } = this;
    let type: RawType = { kind: 'unknown' };
    const set = (read: () => RawType) => () => {
      type = w.message(read);
    };
    w.fields({
      1: set(() => this.tensorType()),
      4: set(() => ({ kind: 'sequence', element: this.elementType() })),
      5: set(() => this.other('map')),
      7: set(() => this.other('opaque')),
      8: set(() => this.other('sparse')),
      9: set(() => ({ kind: 'optional', element: this.elementType() })),
    });
    return type;
  }

  private other(kind: 'map' | 'opaque' | 'sparse'): RawType {
    this.w.fields({});
    return { kind };
  }

  private elementType(): RawType {
    let element: RawType = { kind: 'unknown' };
    this.w.fields({
      1: () => {
        element = this.w.message(() => this.type());
      },
    });
    return element;
  }

  private tensorType(): RawType {
    const { w } = this;
    let elemType = 0;
    let shape: Dim[] | undefined;
    w.fields({
      1: () => {
        elemType = w.number();
      },
      2: () => {
        shape = w.message(() => this.shape());
      },
    });
    return { kind: 'tensor', elemType, shape };
  }

  private shape(): Dim[] {
    const { w } = this;
    const shape: Dim[] = [];
    w.fields({ 1: () => shape.push(w.message(() => this.dim())) });
    return shape;
  }

  private dim(): Dim {
    const { w } = this;
    let dim: Dim = '';
    w.fields({
      1: () => {
        const size = w.number();
        dim = size >= 0 ? size : '';
      },
      2: () => {
        dim = w.text();
      },
    });
    return dim;
  }
}

/** AttributeProto.AttributeType. */
const attributeKinds: Readonly<Record<number, RawAttribute['kind']>> = {
  1: 'float',
  2: 'int',
  3: 'string',
  4: 'tensor',
  5: 'graph',
  6: 'floats',
  7: 'ints',
  8: 'strings',
  9: 'tensors',
  10: 'graphs',
  11: 'sparse',
  12: 'sparse',
  13: 'type',
  14: 'types',
};

/** proto2 readers take a missing scalar for its default. */
const absent: Partial<Record<RawAttribute['kind'], RawAttribute>> = {
  float: { kind: 'float', value: 0 },
  int: { kind: 'int', value: 0n },
  string: { kind: 'string', value: new Uint8Array() },
  sparse: { kind: 'sparse' },
};

function chooseAttribute(
  key: string,
  kind: number,
  found: Partial<Record<RawAttribute['kind'], RawAttribute>>,
): RawAttribute {
  const name = attributeKinds[kind];
  const value = name && (found[name] ?? absent[name]);
  if (!value) throw new ImportError('malformed', { actual: `attribute ${key} is of kind ${kind}` });
  return value;
}

function defined<T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}
