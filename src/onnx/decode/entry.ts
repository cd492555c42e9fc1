import type { DType } from '../../core/dtype';
import { sizeOf, type TensorType } from '../../core/shape';
import type { HostTensor } from '../../core/tensor';
import type { Builder } from '../../ir/builder';
import type { Value } from '../../ir/op';
import { ImportError } from './errors';
import { hostOf, KNOWN_LIMIT, type Known, knownOf } from './known';

/** Finds elements by fixing inputs of the graph; `depth` nodes lie between here and who asked. */
type Ask = (depth: number) => Known | undefined;

/** Nodes a value may lie behind one that has to be known. */
const ASK_DEPTH = 500;

/** What a name of the file stands for: a value of the graph, elements known at import, or both, each made when first asked for. */
export class Entry {
  private made: Value | undefined;
  private asked = false;

  private constructor(
    readonly type: TensorType,
    private readonly make: () => Value,
    private elements: (() => Known) | undefined,
    private readonly ask: Ask | undefined,
  ) {}

  /** A value computed by the graph; `ask` gives its elements where they follow from those of its inputs. */
  static computed(value: Value, ask?: Ask): Entry {
    return new Entry(value.type, () => value, undefined, ask);
  }

  /** Elements known at import; they become a constant of the graph if one is needed. */
  static known(b: Builder, known: Known): Entry {
    const constant = () => {
      const tensor = hostOf(known);
      if (!tensor) throw new ImportError('dynamic', { op: 'Shape', what: `the size of ${symbolsOf(known)}` });
      return b.constant(tensor);
    };
    return new Entry({ dtype: known.dtype, shape: known.dims }, constant, () => known, undefined);
  }

  static tensor(b: Builder, tensor: HostTensor): Entry {
    const isSmall = sizeOf(tensor.dims) <= KNOWN_LIMIT;
    const type = { dtype: tensor.dtype, shape: tensor.dims };
    return new Entry(type, () => b.constant(tensor), isSmall ? () => knownOf(tensor) : undefined, undefined);
  }

  /** An input of the graph whose value may be fixed: `onAsk` is told when that happens. */
  static input(value: Value, fixed: HostTensor | undefined, onAsk: () => void): Entry {
    const ask = () => {
      if (!fixed || sizeOf(fixed.dims) > KNOWN_LIMIT) return undefined;
      onAsk();
      return knownOf(fixed);
    };
    return new Entry(value.type, () => value, undefined, ask);
  }

  get dtype(): DType {
    return this.type.dtype;
  }

  value(): Value {
    this.made ??= this.make();
    return this.made;
  }

  /** The elements, if they are known. */
  known(): Known | undefined {
    const known = this.elements?.();
    if (known) this.elements = () => known;
    return known;
  }

  /** The elements, if need be by fixing inputs whose value was given to the import. */
  fix(depth = 0): Known | undefined {
    const known = this.known();
    if (known || this.asked || !this.ask || depth > ASK_DEPTH) return known;
    this.asked = true;
    const found = this.ask(depth);
    if (found) this.elements = () => found;
    return found;
  }
}

function symbolsOf({ data }: Known): string {
  return data.filter((element) => typeof element === 'string').join(', ');
}
