import type { MemoryUse } from '../engines/engine';

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
  const result: unknown = await instantiate(...args);
  // a module gives an instance, bytes give both
  const { exports } =
    result instanceof WebAssembly.Instance ? result : (result as { instance: WebAssembly.Instance }).instance;
  for (const value of Object.values(exports))
    if (value instanceof Original && !memories.includes(value)) memories.push(value);
  return result;
};
WebAssembly.instantiate = watched as typeof instantiate;

/**
 * All WebAssembly memories this worker has made. They never shrink, so their size is the peak. Import this module before any that
 * makes one.
 */
export async function readWasmMemory(): Promise<MemoryUse> {
  return { bytes: memories.reduce((sum, { buffer }) => sum + buffer.byteLength, 0) };
}
