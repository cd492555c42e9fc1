import type { Graph, Target } from '../ir/op';
import { encodeGraph } from '../onnx/encode';
import type { Executor } from '../runtime/executor';
import { fromHost, type RefTensor, toHost } from './reference/tensor';

/** Encodes a graph in the form for `target` and runs it. The CPU provider runs both forms. */
export async function runOnnx(
  executor: Executor,
  graph: Graph,
  feeds: Readonly<Record<string, RefTensor>>,
  target: Target,
): Promise<Record<string, RefTensor>> {
  const session = await executor.createSession(encodeGraph(graph, { target }));
  try {
    const given = graph.inputs.flatMap(({ name }) => (feeds[name] ? [[name, toHost(feeds[name])] as const] : []));
    const outputs = await session.run(Object.fromEntries(given));
    const read = Object.entries(outputs).map(async ([name, tensor]) => [name, fromHost(await tensor.read())] as const);
    return Object.fromEntries(await Promise.all(read));
  } finally {
    await session.dispose();
  }
}
