import { statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { executeNotebook, NotebookError } from './executeNotebook';

export type NotebookEvent =
  | { readonly kind: 'cell'; readonly notebook: string; readonly cell: number; readonly of: number }
  | { readonly kind: 'done'; readonly notebook: string; readonly seconds: number; readonly slowest: readonly [number, number] }
  | { readonly kind: 'failed'; readonly notebook: string; readonly reason: string };

export interface RunNotebooksRequest {
  /** File names; the longest is executed first. */
  readonly notebooks: readonly string[];
  /** The executed ones go to `notebooks/` in it. */
  readonly outputFolder: string;
  /** How a notebook learns what it reproduces. */
  readonly env: Readonly<Record<string, string>>;
  readonly onEvent: (event: NotebookEvent) => void;
  /** Stands in for the headless execution. */
  readonly execute?: typeof executeNotebook;
  /** Where the notebooks are. */
  readonly folder?: string;
}

const notebooksFolder = resolve(__dirname, '..', '..', 'notebooks');
/** A kernel takes about a gigabyte with TensorFlow and the data. */
const atOnce = 3;
const timeoutSeconds = 3600;

/**
 * Executes notebooks headless, three at a time.
 * @returns what failed, one sentence or more each; empty when all went through
 */
export async function runNotebooks(request: RunNotebooksRequest): Promise<readonly string[]> {
  const { env, onEvent, execute = executeNotebook, folder = notebooksFolder } = request;
  const target = join(request.outputFolder, 'notebooks');
  const size = (notebook: string): number => statSync(join(folder, notebook), { throwIfNoEntry: false })?.size ?? 0;
  // The longest first, so that none is left alone at the end.
  const waiting = [...request.notebooks].sort((left, right) => size(right) - size(left));
  const failures: string[] = [];

  async function executeNext(): Promise<void> {
    const notebook = waiting.shift();
    if (notebook === undefined) return;
    const onCell = (cell: number, of: number): void => onEvent({ kind: 'cell', notebook, cell, of });
    try {
      const { seconds, slowest } = await execute({ notebook: join(folder, notebook), output: join(target, notebook), env, timeoutSeconds, onCell });
      onEvent({ kind: 'done', notebook, seconds, slowest });
    } catch (error) {
      if (!(error instanceof NotebookError)) throw error;
      failures.push(error.message.replaceAll(join(folder, notebook), notebook));
      onEvent({ kind: 'failed', notebook, reason: error.failure.reason });
    }
    return executeNext();
  }

  await Promise.all(Array.from({ length: atOnce }, executeNext));
  return failures;
}
