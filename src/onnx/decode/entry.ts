import type { DType } from '../../core/dtype';
import type { TensorType } from '../../core/shape';
import type { HostTensor } from '../../core/tensor';
import type { Builder } from '../../ir/builder';
import type { Value } from '../../ir/op';
import { ImportError } from './errors';
import { hostOf, KNOWN_LIMIT, type Known, knownOf, volume } from './known';

/** What a name of the file stands for: a value of the graph, elements known at import, or both, each made when first asked for. */
export class Entry {
  private made: Value | undefined;
  private elements: Known | undefined;

  private constructor(
    readonly type: TensorType,
    private readonly make: () => Value,
    private readonly find: (ask: boolean) => Known | undefined,
  ) {}

  /** A value computed by the graph; `find` gives its elements where they follow from those of its inputs. */
  static computed(value: Value, find: (ask: boolean) => Known | undefined = () => undefined): Entry {
    return new Entry(value.type, () => value, find);
  }

  /** Elements known at import; they become a constant of the graph if one is needed. */
  static known(b: Builder, known: Known): Entry {
    const constant = () => {
      const tensor = hostOf(known);
      if (!tensor) throw new ImportError('dynamic', { op: 'Shape', what: `the size of ${symbolsOf(known)}` });
      return b.constant(tensor);
    };
    return new Entry({ dtype: known.dtype, shape: known.dims }, constant, () => known);
  }

  static tensor(b: Builder, tensor: HostTensor): Entry {
    return new Entry(
      { dtype: tensor.dtype, shape: tensor.dims },
      () => b.constant(tensor),
      () => (volume(tensor.dims) <= KNOWN_LIMIT ? knownOf(tensor) : undefined),
    );
  }

  /** An input of the graph whose value may be fixed: `onAsk` is told when that happens. */
  static input(value: Value, fixed: HostTensor | undefined, onAsk: () => void): Entry {
    return new Entry(
      value.type,
      () => value,
      (ask) => {
        if (!ask || !fixed || volume(fixed.dims) > KNOWN_LIMIT) return undefined;
        onAsk();
        return knownOf(fixed);
      },
    );
  }

  get dtype(): DType {
    return this.type.dtype;
  }

  value(): Value {
    this.made ??= this.make();
    return this.made;
  }

  /** The elements, if they are known; `ask` fixes inputs whose value was given to the import. */
  known(ask: boolean): Known | undefined {
    this.elements ??= this.find(ask);
    return this.elements;
  }
}

function symbolsOf({ data }: Known): string {
  return data.filter((element) => typeof element === 'string').join(', ');
}
