import { emptyDocument } from './edit.fixture';
import { portsOfModule } from './places';
import type { DocModule, DocNode, NetDocument, ParamValue } from './schema';
import { place, wired } from './templates/template';

/** in -> dense_1 -> drop_1 -> out */
export function blockModule(id = 'block', units = 8): DocModule {
  return {
    id,
    name: id,
    nodes: [
      place('in', 'moduleInput', [0, 0]),
      place('dense_1', 'dense', [1, 0], { units } as never),
      place('drop_1', 'dropout', [2, 0]),
      place('out', 'moduleOutput', [3, 0]),
    ],
    edges: wired(['in.y -> dense_1.x', 'dense_1.y -> drop_1.x', 'drop_1.y -> out.x']),
    groups: [],
    notes: [],
  };
}

export function instanceOf(
  id: string,
  module: string,
  params: Record<string, ParamValue> = {},
  modules: readonly DocModule[] = [blockModule(module)],
): DocNode {
  const of = modules.find((one) => one.id === module);
  const ports = of ? portsOfModule(of) : {};
  return place(id, 'module', [0, 0], { module, ...ports, ...params } as never);
}

export function withModules(
  nodes: readonly DocNode[],
  wires: readonly string[],
  modules: readonly DocModule[],
): NetDocument {
  return { ...emptyDocument(), nodes: [...nodes], edges: wired(wires), modules: [...modules] };
}
