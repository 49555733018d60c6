import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';

const root = path.resolve(__dirname, '../..');
const kernel = 'tslab-dae-nr';
const python = path.join(root, '.python', ...(process.platform === 'win32' ? ['Scripts', 'python.exe'] : ['bin', 'python']));
/** For the start of Python and the kernel, and for writing the page. */
const graceSeconds = 60;

/**
 * A notebook that did not run through: its message names the notebook and the cell,
 * the failure, and what the kernel said about it.
 */
export class NotebookError extends Error {
  override readonly name = 'NotebookError';

  constructor(
    readonly notebook: string,
    readonly reason: string,
    /** Number of the code cell, counted from 1 as Jupyter does; undefined where none is to blame. */
    readonly cell?: number,
    /** First line of that cell. */
    readonly firstLine?: string,
    /** What the kernel said, without colours. */
    readonly kernelMessage = '',
  ) {
    const where = cell === undefined ? notebook : `${notebook}, cell ${cell} ("${firstLine ?? ''}")`;
    super(`${where}: ${reason}${kernelMessage === '' ? '' : `\n${kernelMessage}`}`);
  }
}

export interface CellProgress {
  /** Number of the code cell that has just run, from 1. */
  readonly cell: number;
  /** Code cells of the notebook. */
  readonly of: number;
  readonly seconds: number;
}

export interface NotebookExecution {
  /** Path of the .ipynb; the kernel's working folder is the notebook's. */
  readonly notebook: string;
  /** Path of the executed .ipynb; the page is written beside it with the ending .html. Neither is touched by a failure. */
  readonly output: string;
  /** Added to this process's environment: how a notebook learns its data set, preset, ... */
  readonly env?: Readonly<Record<string, string>>;
  /** For the whole notebook. */
  readonly timeoutSeconds: number;
  readonly onCell?: (progress: CellProgress) => void;
}

type ExecutionEvent =
  | ({ event: 'cell' } & CellProgress)
  | { event: 'done'; cells: number; seconds: number }
  | { event: 'failure'; cell: number | null; line: string | null; reason: string; message: string };

/**
 * Executes a notebook headless and writes it, with its outputs, as .ipynb and as a self-contained page that shows pictures
 * instead of live figures (no scripts, no network); figures that its cells save get their `.svg` and `.png`.
 * Every code cell must be answered with `ok`, and stderr must stay empty but for known remarks of libraries.
 * @throws NotebookError for a throwing cell, a type error, a rejection that nobody awaited,
 *   a skipped cell, other output on stderr, a timeout, or a kernel that died or did not start
 */
export async function executeNotebook({ notebook, output, env = {}, timeoutSeconds, onCell }: NotebookExecution): Promise<{ cells: number; seconds: number }> {
  const page = output.replace(/(\.ipynb)?$/, '.html');
  const script = path.join(root, 'src', 'notebooks', 'execute.py');
  const child = spawn(python, [script, notebook, output, page, kernel, String(timeoutSeconds)], {
    env: { ...process.env, ...env, PYTHONDONTWRITEBYTECODE: '1', JUPYTER_PREFER_ENV_PATH: '1' },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let last: ExecutionEvent | undefined;
  let complaints = '';
  createInterface({ input: child.stdout }).on('line', (line) => {
    last = JSON.parse(line) as ExecutionEvent;
    if (last.event === 'cell') onCell?.({ cell: last.cell, of: last.of, seconds: last.seconds });
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaints += text;
  });
  // Closing its stdin ends the Python process together with its kernel.
  const watchdog = setTimeout(() => child.stdin.end(), (timeoutSeconds + graceSeconds) * 1000);
  try {
    await once(child, 'close');
  } catch (error) {
    throw new NotebookError(notebook, `Python cannot be started (${(error as Error).message}): run "npm run setup"`);
  } finally {
    clearTimeout(watchdog);
  }
  // TypeScript does not see the assignment in the listener.
  const end = last as ExecutionEvent | undefined;
  if (end?.event === 'done') return { cells: end.cells, seconds: end.seconds };
  if (end?.event === 'failure') throw new NotebookError(notebook, end.reason, end.cell ?? undefined, end.line ?? undefined, end.message);
  throw new NotebookError(notebook, 'it could not be executed', undefined, undefined, complaints.trimEnd());
}
