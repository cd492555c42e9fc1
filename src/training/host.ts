/** Lets the thread's other work run (messages, timers): one turn of the event loop, without a timer's 4 ms. */
export function yieldToHost(): Promise<void> {
  if (typeof setImmediate === 'function') return new Promise((resolve) => setImmediate(resolve));
  return new Promise((resolve) => {
    turns.push(resolve);
    channel().port2.postMessage(undefined);
  });
}

const turns: (() => void)[] = [];
let shared: MessageChannel | undefined;

function channel(): MessageChannel {
  if (shared) return shared;
  shared = new MessageChannel();
  shared.port1.onmessage = () => turns.shift()?.();
  return shared;
}
