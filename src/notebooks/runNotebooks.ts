import { statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { executeNotebook, NotebookError, type ExecutionEvent } from './executeNotebook';

export interface RunNotebooksRequest {
  /** File names; the longest is executed first. */
  readonly notebooks: readonly string[];
  /** The executed ones go to `notebooks/` in it. */
  readonly outputFolder: string;
  /** How a notebook learns what it reproduces. */
  readonly env: Readonly<Record<string, string>>;
  readonly onEvent: (notebook: string, event: ExecutionEvent) => void;
  /** Stands in for the headless execution. */
  readonly execute?: typeof executeNotebook;
}

const folder = resolve(__dirname, '..', '..', 'notebooks');
/** A kernel takes about a gigabyte with TensorFlow and the data. */
const atOnce = 3;
const timeoutSeconds = 3600;

/**
 * Executes notebooks headless, three at a time.
 * @returns what failed, one sentence or more each; empty when all went through
 */
export async function runNotebooks(request: RunNotebooksRequest): Promise<readonly string[]> {
  const { env, onEvent, execute = executeNotebook } = request;
  const size = (notebook: string): number => statSync(join(folder, notebook)).size;
  // The longest first, so that none is left alone at the end.
  const waiting = [...request.notebooks].sort((left, right) => size(right) - size(left));
  const failures: string[] = [];

  async function executeNext(): Promise<void> {
    const notebook = waiting.shift();
    if (notebook === undefined) return;
    const output = join(request.outputFolder, 'notebooks', notebook);
    const onCell = (event: ExecutionEvent): void => onEvent(notebook, event);
    try {
      onEvent(notebook, await execute({ notebook: join(folder, notebook), output, env, timeoutSeconds, onCell }));
    } catch (error) {
      if (!(error instanceof NotebookError)) throw error;
      failures.push(error.message.replaceAll(join(folder, notebook), notebook));
      onEvent(notebook, error.failure);
    }
    return executeNext();
  }

  await Promise.all(Array.from({ length: atOnce }, executeNext));
  return failures;
}
