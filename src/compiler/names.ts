import type { Diagnostic } from '../core/diagnostic';
import type { Lowered } from '../document/lower';
import { eliminateDeadCode } from '../ir/passes/deadCode';
import type { Trainable } from './trainable';

/** Names of a program's ends: what the user chose stays as it is, ours give way by a trailing `_`. */
export class EndNames {
  private readonly chosen: Set<string>;
  private readonly taken: Set<string>;

  constructor({ data, outputs }: Pick<Trainable, 'data' | 'outputs'>) {
    this.chosen = new Set([...data.filter(({ use }) => use === 'input'), ...outputs].map(({ name }) => name));
    this.taken = new Set(this.chosen);
  }

  /** A name of the user's, to the first who asks for it. */
  keep(name: string): string {
    return this.chosen.delete(name) ? name : this.fresh(name);
  }

  /** `wanted`, or `wanted_` ... where that is taken. */
  fresh(wanted: string): string {
    let name = wanted;
    while (this.taken.has(name)) name += '_';
    this.taken.add(name);
    return name;
  }
}

/** Two things of the exported model that the user gave one name: inputs, or an input and an output. */
export function nameClashes({ b, data, losses, outputs }: Lowered): Diagnostic[] {
  const roots = [...losses, ...outputs].map(({ value }, i) => [`root${i}`, value] as const);
  const { nodes } = eliminateDeadCode(b.graph(Object.fromEntries(roots)));
  const read = new Set([...nodes.flatMap(({ inputs }) => inputs), ...roots.map(([, value]) => value)]);
  const seen = new Set<string>();
  return [...data.filter(({ use, value }) => use === 'input' && read.has(value)), ...outputs].flatMap((item) => {
    const repeated = seen.has(item.name);
    if ('column' in item) seen.add(item.name);
    return repeated ? [clash(item.name, item.nodeId, 'column' in item ? 'inputName' : 'outputName')] : [];
  });
}

function clash(name: string, nodeId: string, param: string): Diagnostic {
  const message = `the exported model has two inputs, or an input and an output, called ${name}`;
  return { code: 'export.nameClash', severity: 'error', message, details: { name }, nodeId, param };
}
