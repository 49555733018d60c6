import { setImmediate as nextTurn } from 'node:timers/promises';

/**
 * Runs work that the interrupt button of a notebook stops: the kernel receives it as SIGINT.
 * Meanwhile the kernel's own listener, which fails the cell at once, is away, so that the work can
 * end well and keep what it has.
 */
export async function interruptible<Result>(
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  // A cell starts in a vm that gives SIGINT its default action back when the cell first awaits: a
  // listener added before would be lost, and the button would kill the kernel.
  await nextTurn();
  const controller = new AbortController();
  const interrupt = (): void => controller.abort();
  const others = process.rawListeners('SIGINT') as NodeJS.SignalsListener[];
  process.removeAllListeners('SIGINT').on('SIGINT', interrupt);
  try {
    return await work(controller.signal);
  } finally {
    process.off('SIGINT', interrupt);
    for (const other of others) process.on('SIGINT', other);
  }
}
