import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** How a backend's or peer's process is started. */
export interface BenchCommand {
  readonly file: string;
  readonly parameters: readonly string[];
  readonly environment: NodeJS.ProcessEnv;
}

/** A process that stays alive between the rounds and answers one request at a time. */
export interface BenchProcess {
  /** Library and version that computes there. */
  readonly library: string;
  /** From the start of the process to the end of its first step. */
  readonly firstStepMs: number;
  /**
   * Asks for something and waits for the number; what a request means is told in `peers/serve.py`.
   */
  readonly ask: (
    request: 'steps' | 'processor' | 'images' | 'peak' | 'leak' | 'product' | 'arithmetic',
    count: number,
  ) => Promise<number>;
  readonly stop: () => Promise<void>;
}

/** The process ended instead of answering. */
export class BenchProcessEnded extends Error {
  override readonly name = 'BenchProcessEnded';
}

const keptErrorOutput = 4000;

/**
 * Starts a process and waits for its first step.
 * @throws BenchProcessEnded with the last thing that it said
 */
export async function startBenchProcess({
  file,
  parameters,
  environment,
}: BenchCommand): Promise<BenchProcess> {
  const startedAt = performance.now();
  const child = spawn(file, parameters, { env: { ...process.env, ...environment } });
  const nextLine = lineReader(child);
  const { library } = JSON.parse(await nextLine()) as { readonly library: string };
  return {
    library,
    firstStepMs: performance.now() - startedAt,
    ask: async (request, count) => {
      child.stdin.write(`${request} ${count}\n`);
      return JSON.parse(await nextLine()) as number;
    },
    stop: async () => {
      if (child.exitCode === null && child.signalCode === null) {
        const ended = once(child, 'exit');
        child.kill('SIGKILL');
        await ended;
      }
    },
  };
}

function lineReader(child: ChildProcessWithoutNullStreams): () => Promise<string> {
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  let errorOutput = '';
  child.stderr.on('data', (text: Buffer) => {
    errorOutput = (errorOutput + text.toString()).slice(-keptErrorOutput);
  });
  // A request to a process that has just ended; its missing answer tells.
  child.stdin.on('error', () => undefined);
  const failed = new Promise<never>((_, reject) =>
    child.once('error', ({ message }) => reject(new BenchProcessEnded(message))),
  );
  const closed = once(child, 'close').catch(() => undefined);
  return async () => {
    const line = await Promise.race([lines.next(), failed]);
    if (line.done) {
      await closed;
      throw new BenchProcessEnded(
        errorOutput.trim().split('\n').pop() || 'it ended without a word',
      );
    }
    return line.value;
  };
}
