import type { Diagnostic } from '../../core/diagnostic';
import { instancesAround } from './paths';

/** What lowering found wrong, and which nodes nobody needs. */
export class Findings {
  private readonly found: Diagnostic[] = [];
  private readonly unneeded = new Set<string>();
  /** More than this helps nobody. */
  private static readonly most = 1000;

  add(diagnostic: Diagnostic): void {
    if (this.found.length < Findings.most) this.found.push(diagnostic);
  }

  /** A node that no loss and no output depends on: its missing wires only warn. */
  leaveOut(path: string): void {
    this.unneeded.add(path);
  }

  /** Errors first; what is wrong inside modules is told at their instances too. */
  ranked(titleOf: (path: string) => string): Diagnostic[] {
    const graded = this.found.map(
      (item): Diagnostic =>
        item.code === 'wire.missing' && this.isLeftOut(item.nodeId ?? '') ? { ...item, severity: 'warning' } : item,
    );
    const all = [...graded, ...insides(graded, titleOf)];
    return [
      ...all.filter(({ severity }) => severity === 'error'),
      ...all.filter(({ severity }) => severity !== 'error'),
    ];
  }

  private isLeftOut(path: string): boolean {
    return [path, ...instancesAround(path)].some((place) => this.unneeded.has(place));
  }
}

/** One `module.inside` for every instance that holds something wrong, with the first of it. */
function insides(found: readonly Diagnostic[], titleOf: (path: string) => string): Diagnostic[] {
  const held = new Map<string, Diagnostic[]>();
  for (const item of found)
    for (const instance of instancesAround(item.nodeId ?? ''))
      held.set(instance, [...(held.get(instance) ?? []), item]);
  return [...held].map(([instance, items]): Diagnostic => {
    const first = items.find(({ severity }) => severity === 'error') ?? (items[0] as Diagnostic);
    const node = titleOf(instance);
    return {
      code: 'module.inside',
      severity: first.severity,
      message: `inside ${node}: ${first.message}`,
      details: { node, count: items.length, inner: first.nodeId ?? '', problem: first.message },
      nodeId: instance,
    };
  });
}
