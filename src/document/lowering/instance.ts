import type { Diagnostic } from '../../core/diagnostic';
import { formatShape, sameShape } from '../../core/shape';
import type { Value } from '../../ir/op';
import type { ModuleUse } from '../../layers/layer';
import { titleOf } from '../places';
import type { DocModule, DocNode, Drawing } from '../schema';
import { prefixInside } from './paths';
import type { ProgramParts } from './program';

type Values = Readonly<Record<string, Value>>;

/** Where a drawing stands in a program. */
export interface Scope {
  readonly drawing: Drawing;
  /** What the paths of its nodes begin with: empty, or ending in a slash. */
  readonly path: string;
  /** What the names of its parameters begin with; that of the module where weights are shared. */
  readonly weights: string;
  /** Ids of the modules around, outermost first. */
  readonly modules: readonly string[];
  /** What arrives at the moduleInput nodes, by their ids; undefined outside modules. */
  readonly given?: Values;
  /** A further copy of the same drawing: what is wrong with it has been said. */
  readonly silent?: boolean;
}

export type Report = (node: DocNode, code: string, message: string, details?: Diagnostic['details']) => void;

/** The drawing that an instance stands in, while it is lowered. */
export interface Site {
  readonly program: ProgramParts;
  readonly scope: Scope;
  readonly report: Report;
  /** Lowers another drawing; gives what arrives at its moduleOutput nodes. */
  enter(scope: Scope): Values;
}

export interface Instance {
  readonly node: DocNode;
  readonly path: string;
  readonly use: ModuleUse;
  readonly inputs: Values;
}

/**
 * Lowers a module in the place of one of its instances, as often as the instance says, the output of each copy into the first
 * input of the next. Gives what comes out, by port.
 */
export function lowerInstance(around: Site, instance: Instance): Values {
  const module = moduleOf(around, instance);
  if (!module) return {};
  const { use, inputs } = instance;
  if (use.repeat === 1) return lowerCopy(around, instance, module, inputs, 0);
  const ends = endsOf(module);
  if (!ends) {
    const message = `${titleOf(instance.node)}: only a module with an input and one output can be repeated`;
    around.report(instance.node, 'module.repeatPorts', message);
    return {};
  }
  let results = lowerCopy(around, instance, module, inputs, 0);
  for (let copy = 1; copy < use.repeat; copy++) {
    const chained = results[ends.output];
    if (!chained || !fits(around, instance, inputs[ends.input], chained)) return {};
    results = lowerCopy(around, instance, module, { ...inputs, [ends.input]: chained }, copy);
  }
  return results;
}

/** The module of an instance; undefined, with a diagnostic, where there is none, or it would hold itself, or be too large. */
function moduleOf(around: Site, { node, path, use }: Instance): DocModule | undefined {
  const { program, scope } = around;
  const title = titleOf(node);
  const module = program.modules.get(use.module);
  if (!module) {
    around.report(node, 'module.unknown', `${title}: there is no module ${use.module}`, { module: use.module });
    return undefined;
  }
  if (scope.modules.includes(module.id)) {
    const message = `${title}: the module ${module.name} would hold itself`;
    around.report(node, 'module.recursive', message, { module: module.name });
    return undefined;
  }
  return program.takes(module.nodes.length * use.repeat, path, title) ? module : undefined;
}

/** The ports that copies are chained by: the first input and the only output. */
function endsOf({ nodes }: DocModule): { input: string; output: string } | undefined {
  const input = nodes.find(({ type }) => type === 'moduleInput');
  const [output, ...others] = nodes.filter(({ type }) => type === 'moduleOutput');
  return input && output && others.length === 0 ? { input: input.id, output: output.id } : undefined;
}

/** Whether the output of a copy is of the type that the next one wants; says so where not. */
function fits(around: Site, { node }: Instance, wanted: Value | undefined, given: Value): boolean {
  if (!wanted) return false;
  if (wanted.type.dtype === given.type.dtype && sameShape(wanted.type.shape, given.type.shape)) return true;
  const [expected, actual] = [wanted, given].map(({ type }) => `${type.dtype} ${formatShape(type.shape)}`);
  const message = `${titleOf(node)}: the output of one copy, ${actual}, is not what the next one takes, ${expected}`;
  around.report(node, 'module.repeatType', message, { expected: `${expected}`, actual: `${actual}` });
  return false;
}

function lowerCopy(
  { scope, enter }: Site,
  { node, path, use }: Instance,
  module: DocModule,
  given: Values,
  copy: number,
): Values {
  const own = prefixInside(`${scope.weights}${node.id}`, node, copy);
  return enter({
    drawing: module,
    path: prefixInside(path, node, copy),
    weights: use.weights === 'shared' ? `${module.id}/` : own,
    modules: [...scope.modules, module.id],
    given,
    silent: scope.silent === true || copy > 0,
  });
}
