import type { MemoryUse } from '../engines/engine';

/** Every WebAssembly memory this worker makes from now on; they never shrink, so their size is the peak. */
export function watchWasmMemory(): () => Promise<MemoryUse> {
  const memories: WebAssembly.Memory[] = [];
  const Original = WebAssembly.Memory;
  WebAssembly.Memory = new Proxy(Original, {
    construct(target, args: [WebAssembly.MemoryDescriptor]) {
      const memory = new target(...args);
      memories.push(memory);
      return memory;
    },
  });
  const instantiate = WebAssembly.instantiate;
  const watched = async (...args: Parameters<typeof instantiate>) => {
    const result = (await instantiate(...args)) as unknown;
    const instance =
      result instanceof WebAssembly.Instance ? result : (result as { instance: WebAssembly.Instance }).instance;
    for (const value of Object.values(instance.exports))
      if (value instanceof Original && !memories.includes(value)) memories.push(value);
    return result;
  };
  WebAssembly.instantiate = watched as typeof instantiate;
  return async () => ({ bytes: memories.reduce((sum, { buffer }) => sum + buffer.byteLength, 0) });
}
