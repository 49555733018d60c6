import { mkdirSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { executeNotebook, NotebookError } from './executeNotebook';

export type NotebookEvent =
  | { readonly kind: 'cell'; readonly notebook: string; readonly cell: number; readonly of: number }
  | { readonly kind: 'done'; readonly notebook: string; readonly seconds: number }
  | { readonly kind: 'failed'; readonly notebook: string; readonly reason: string };

export interface RunNotebooksRequest {
  /** File names, in the order in which they are executed. */
  readonly notebooks: readonly string[];
  /** The executed ones go to `notebooks/` in it. */
  readonly outputFolder: string;
  /** How a notebook learns what it reproduces. */
  readonly env: Readonly<Record<string, string>>;
  readonly onEvent?: (event: NotebookEvent) => void;
  /** Stands in for the headless execution. */
  readonly execute?: typeof executeNotebook;
  /** Where the notebooks are. */
  readonly folder?: string;
}

const notebooksFolder = resolve(__dirname, '..', '..', 'notebooks');
/** A kernel takes about a gigabyte with TensorFlow and the data. */
const atOnce = 2;
const timeoutSeconds = 3600;

/**
 * Executes notebooks headless, two at a time.
 * @returns what failed, one sentence or more each; empty when all went through
 */
export async function runNotebooks(request: RunNotebooksRequest): Promise<readonly string[]> {
  const { onEvent, execute = executeNotebook, folder = notebooksFolder } = request;
  const target = join(request.outputFolder, 'notebooks');
  mkdirSync(target, { recursive: true });
  const waiting = [...request.notebooks];
  const failures: string[] = [];
  // As in the workers: results repeat only at the same number of threads.
  const env = { ...request.env, TF_NUM_INTRAOP_THREADS: '1', TF_NUM_INTEROP_THREADS: '1' };

  async function executeOne(notebook: string): Promise<void> {
    try {
      const { seconds } = await execute({
        notebook: join(folder, notebook),
        output: join(target, notebook),
        env,
        timeoutSeconds,
        onCell: ({ cell, of }) => onEvent?.({ kind: 'cell', notebook, cell, of }),
      });
      onEvent?.({ kind: 'done', notebook, seconds });
    } catch (error) {
      if (!(error instanceof NotebookError)) throw error;
      failures.push(error.message.replaceAll(join(folder, notebook), basename(notebook)));
      onEvent?.({ kind: 'failed', notebook, reason: error.reason });
    }
  }

  async function next(): Promise<void> {
    for (let notebook = waiting.shift(); notebook !== undefined; notebook = waiting.shift()) await executeOne(notebook);
  }

  await Promise.all(Array.from({ length: atOnce }, next));
  return failures;
}
