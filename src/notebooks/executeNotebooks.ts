import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';

const root = path.resolve(__dirname, '../..');
const kernel = 'tslab-dae-nr';
/** The Python of the set-up. */
export const python = path.join(
  root,
  '.python',
  ...(process.platform === 'win32' ? ['Scripts', 'python.exe'] : ['bin', 'python']),
);
/** A kernel takes about a gigabyte with TensorFlow and the data. */
const atOnce = 3;
/** For the start of Python and a kernel, and for writing a page. */
const graceSeconds = 60;

/** What src/notebooks/execute.py prints of a notebook. */
export type ExecutionEvent =
  /**
   * Number of the code cell that has just run, counted from 1 as Jupyter does, and how many there
   * are.
   */
  | { readonly event: 'cell'; readonly cell: number; readonly of: number }
  /** Seconds of the whole; seconds and number of the cell that took longest. */
  | {
      readonly event: 'done';
      readonly seconds: number;
      readonly slowest: readonly [number, number];
    }
  /**
   * Number of the cell and its first line, null where none is to blame; what the kernel said,
   * without colours.
   */
  | {
      readonly event: 'failure';
      readonly reason: string;
      readonly message: string;
      readonly cell: number | null;
      readonly line: string | null;
    };

export interface ExecutionRequest {
  /**
   * Paths of .ipynb files of different names, started in this order; a kernel's working folder is
   * its notebook's.
   */
  readonly notebooks: readonly string[];
  /**
   * An executed notebook is written here under its own name, its page beside it with the ending
   * .html. Neither is touched by a failure.
   */
  readonly outputFolder: string;
  /** Added to this process's environment: how a notebook learns its data set, preset, ... */
  readonly env?: Readonly<Record<string, string>>;
  /** For each notebook. */
  readonly timeoutSeconds: number;
  /** @param notebook its file name */
  readonly onEvent?: (notebook: string, event: ExecutionEvent) => void;
  /** Told at the end where figures have no pictures. @param message what Kaleido said */
  readonly onUndrawn?: (message: string) => void;
}

/**
 * Executes notebooks headless, three at a time, and writes them, with their outputs, as .ipynb and
 * as self-contained pages that show pictures instead of live figures (no scripts, no network);
 * figures that their cells save get their `.svg` and `.png`. Every code cell must be answered with
 * `ok`, and stderr must stay empty but for known remarks of libraries: a throwing cell, a type
 * error, a rejection that nobody awaited, a skipped cell, other output on stderr, a timeout, or a
 * kernel that died or did not start is a failure, after which the others go on.
 * @returns what failed, one sentence or more each: the notebook and the cell, the failure, and what
 * the kernel said about it; empty when all went through
 */
export async function executeNotebooks({
  notebooks,
  outputFolder,
  env = {},
  timeoutSeconds,
  onEvent,
  onUndrawn,
}: ExecutionRequest): Promise<readonly string[]> {
  const unfinished = new Set(notebooks.map((notebook) => path.basename(notebook)));
  const failures: string[] = [];
  if (unfinished.size === 0) return failures;
  const child = spawn(
    python,
    [
      path.join(root, 'src/notebooks/execute.py'),
      kernel,
      String(timeoutSeconds),
      String(atOnce),
      outputFolder,
      ...notebooks,
    ],
    {
      env: { ...process.env, ...env, PYTHONDONTWRITEBYTECODE: '1', JUPYTER_PREFER_ENV_PATH: '1' },
      stdio: ['pipe', 'pipe', 'pipe'],
    },
  );
  // Closing its stdin ends the Python process together with its kernels.
  const watchdog = setTimeout(() => child.stdin.end(), (timeoutSeconds + graceSeconds) * 1000);
  const tell = (notebook: string, event: ExecutionEvent): void => {
    if (event.event !== 'cell') unfinished.delete(notebook);
    if (event.event === 'failure') {
      const { cell, line, reason, message } = event;
      failures.push(
        `${notebook}${cell === null ? '' : `, cell ${cell} ("${line}")`}: ` +
          `${reason}${message === '' ? '' : `\n${message}`}`,
      );
    }
    onEvent?.(notebook, event);
  };
  createInterface({ input: child.stdout }).on('line', (text) => {
    watchdog.refresh();
    const said = JSON.parse(text) as
      | (ExecutionEvent & { notebook: string })
      | { readonly event: 'undrawn'; readonly message: string };
    if (said.event === 'undrawn') return onUndrawn?.(said.message);
    const { notebook, ...event } = said;
    tell(notebook, event);
  });
  let complaints = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaints += text;
  });
  let reason = 'it could not be executed';
  await once(child, 'close')
    .catch((error: Error) => {
      reason = `Python cannot be started (${error.message}): run "npm run setup"`;
    })
    .finally(() => clearTimeout(watchdog));
  for (const notebook of unfinished)
    tell(notebook, {
      event: 'failure',
      reason,
      message: complaints.trimEnd(),
      cell: null,
      line: null,
    });
  return failures;
}
