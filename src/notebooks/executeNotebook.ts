import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';

const root = path.resolve(__dirname, '../..');
const kernel = 'tslab-dae-nr';
const python = path.join(root, '.python', ...(process.platform === 'win32' ? ['Scripts', 'python.exe'] : ['bin', 'python']));
/** For the start of Python and the kernel, and for writing the page. */
const graceSeconds = 60;

/** What src/notebooks/execute.py prints. */
export type ExecutionEvent =
  /** Number of the code cell that has just run, counted from 1 as Jupyter does, and how many there are. */
  | { readonly event: 'cell'; readonly cell: number; readonly of: number }
  /** Seconds of the whole; seconds and number of the cell that took longest. */
  | { readonly event: 'done'; readonly seconds: number; readonly slowest: readonly [number, number] }
  /** Number of the cell and its first line, null where none is to blame; what the kernel said, without colours. */
  | { readonly event: 'failure'; readonly reason: string; readonly message: string; readonly cell: number | null; readonly line: string | null };

export type Executed = Extract<ExecutionEvent, { event: 'done' }>;
type Failure = Extract<ExecutionEvent, { event: 'failure' }>;

/** A notebook that did not run through: its message names the notebook and the cell, the failure, and what the kernel said about it. */
export class NotebookError extends Error {
  override readonly name = 'NotebookError';

  constructor(notebook: string, readonly failure: Failure) {
    const { cell, line, reason, message } = failure;
    super(`${notebook}${cell === null ? '' : `, cell ${cell} ("${line}")`}: ${reason}${message === '' ? '' : `\n${message}`}`);
  }
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
  readonly onCell?: (event: ExecutionEvent) => void;
}

/**
 * Executes a notebook headless and writes it, with its outputs, as .ipynb and as a self-contained page that shows pictures
 * instead of live figures (no scripts, no network); figures that its cells save get their `.svg` and `.png`.
 * Every code cell must be answered with `ok`, and stderr must stay empty but for known remarks of libraries.
 * @throws NotebookError for a throwing cell, a type error, a rejection that nobody awaited,
 *   a skipped cell, other output on stderr, a timeout, or a kernel that died or did not start
 */
export async function executeNotebook({ notebook, output, env = {}, timeoutSeconds, onCell }: NotebookExecution): Promise<Executed> {
  const page = output.replace(/(\.ipynb)?$/, '.html');
  const child = spawn(python, [path.join(root, 'src/notebooks/execute.py'), notebook, output, page, kernel, String(timeoutSeconds)], {
    env: { ...process.env, ...env, PYTHONDONTWRITEBYTECODE: '1', JUPYTER_PREFER_ENV_PATH: '1' },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let last: ExecutionEvent | undefined;
  let complaints = '';
  createInterface({ input: child.stdout }).on('line', (line) => {
    last = JSON.parse(line) as ExecutionEvent;
    if (last.event === 'cell') onCell?.(last);
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaints += text;
  });
  // Closing its stdin ends the Python process together with its kernel.
  const watchdog = setTimeout(() => child.stdin.end(), (timeoutSeconds + graceSeconds) * 1000);
  const failed = (reason: string, message = ''): NotebookError => new NotebookError(notebook, { event: 'failure', reason, message, cell: null, line: null });
  await once(child, 'close').catch((error: Error) => {
    throw failed(`Python cannot be started (${error.message}): run "npm run setup"`);
  }).finally(() => clearTimeout(watchdog));
  // TypeScript does not see the assignment in the listener.
  const end = last as ExecutionEvent | undefined;
  if (end?.event === 'done') return end;
  throw end?.event === 'failure' ? new NotebookError(notebook, end) : failed('it could not be executed', complaints.trimEnd());
}
