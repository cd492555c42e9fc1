import type { OnnxAttribute } from '../../ir/op';
import { ImportError } from './errors';
import type { RawAttribute, RawGraph, RawNode, RawTensor } from './raw';
import { hostTensorOf } from './tensor';

type Kind = RawAttribute['kind'];
type Of<K extends Kind> = Extract<RawAttribute, { kind: K }>;

/** The attributes of one node; what a rule does not read is an attribute it does not know. */
export class Attributes {
  private readonly read = new Set<string>();

  constructor(private readonly node: RawNode) {}

  has(name: string): boolean {
    return this.node.attributes.has(name);
  }

  /** Accepts and ignores: without influence on the result. */
  ignore(...names: readonly string[]): void {
    for (const name of names) this.read.add(name);
  }

  int(name: string): number | undefined;
  int(name: string, fallback: number): number;
  int(name: string, fallback?: number): number | undefined {
    const found = this.get(name, 'int');
    return found ? Number(found.value) : fallback;
  }

  /** An int read as yes or no. */
  flag(name: string, fallback: boolean): boolean {
    return this.int(name, fallback ? 1 : 0) !== 0;
  }

  float(name: string): number | undefined;
  float(name: string, fallback: number): number;
  float(name: string, fallback?: number): number | undefined {
    return this.get(name, 'float')?.value ?? fallback;
  }

  string(name: string): string | undefined;
  string(name: string, fallback: string): string;
  string(name: string, fallback?: string): string | undefined {
    const found = this.get(name, 'string');
    return found ? new TextDecoder().decode(found.value) : fallback;
  }

  ints(name: string): number[] | undefined {
    const found = this.get(name, 'ints');
    return found && Array.from(found.value, Number);
  }

  floats(name: string): number[] | undefined {
    const found = this.get(name, 'floats');
    return found && Array.from(found.value);
  }

  strings(name: string): string[] | undefined {
    return this.get(name, 'strings')?.value.map((bytes) => new TextDecoder().decode(bytes));
  }

  tensor(name: string): RawTensor | undefined {
    return this.get(name, 'tensor')?.value;
  }

  graph(name: string): RawGraph {
    return this.get(name, 'graph')?.value ?? this.missing(name);
  }

  /** A string that must be one of a few. */
  choice<T extends string>(name: string, fallback: T, allowed: readonly T[]): T {
    const given = this.string(name, fallback);
    return allowed.find((item) => item === given) ?? this.unsupported(name, given);
  }

  /** All attributes but graphs, as they are. */
  carried(): Record<string, OnnxAttribute> {
    const { attributes } = this.node;
    this.ignore(...attributes.keys());
    return Object.fromEntries(
      [...attributes].flatMap(([name, attribute]) =>
        attribute.kind === 'graph' ? [] : [[name, this.toOnnx(name, attribute)] as const],
      ),
    );
  }

  private toOnnx(name: string, attribute: RawAttribute): OnnxAttribute {
    switch (attribute.kind) {
      case 'int':
        return this.exact(name, attribute.value);
      case 'float':
        return { float: attribute.value };
      case 'string':
        return new TextDecoder().decode(attribute.value);
      case 'ints':
        return Array.from(attribute.value, (value) => this.exact(name, value));
      case 'floats':
        return { floats: Array.from(attribute.value) };
      case 'strings':
        return { strings: attribute.value.map((bytes) => new TextDecoder().decode(bytes)) };
      case 'tensor':
        return { tensor: hostTensorOf(attribute.value) };
      default:
        return this.unsupported(name, attribute.kind);
    }
  }

  private exact(name: string, value: bigint): number {
    const number = Number(value);
    return Number.isSafeInteger(number) ? number : this.unsupported(name, String(value));
  }

  unsupported(name: string, actual: string | number): never {
    throw new ImportError('attribute', { op: this.node.opType, attribute: name, actual });
  }

  missing(name: string): never {
    throw new ImportError('invalid', { actual: `${this.node.opType} without its attribute ${name}` });
  }

  /** Names of the attributes nobody read. */
  unread(): string[] {
    return [...this.node.attributes.keys()].filter((name) => !this.read.has(name));
  }

  private get<K extends Kind>(name: string, kind: K): Of<K> | undefined {
    this.read.add(name);
    const found = this.node.attributes.get(name);
    if (!found) return undefined;
    // an empty list does not say of what
    if (found.kind !== kind)
      throw new ImportError('invalid', { actual: `${this.node.opType}: ${name} is a ${found.kind}, not a ${kind}` });
    return found as Of<K>;
  }
}
