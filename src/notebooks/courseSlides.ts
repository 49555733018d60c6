import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { UserError } from '../errors';
import { sourceOf, type RawNotebook } from './exercise';
import { executeNotebooks, python } from './executeNotebooks';
import { readNotebook } from './writeEdition';

/** Notebooks that a lecture shows. */
export const slideNotebooks = [
  '01-metrics',
  '02-autoencoder',
  '05-reconstruction',
  '07-significance',
] as const;

export interface SlidesRequest {
  readonly names: readonly string[];
  /** Of the notebooks. */
  readonly sources: string;
  /** Of the executed notebooks that come with the package. */
  readonly executed: string;
  readonly outputFolder: string;
  /** For notebooks that have to be executed. */
  readonly env: Readonly<Record<string, string>>;
  readonly timeoutSeconds: number;
  /** Told which notebooks are executed now. */
  readonly onExecute: (names: readonly string[]) => void;
}

const codeOf = ({ cells }: RawNotebook): string =>
  JSON.stringify(cells.filter(({ cell_type }) => cell_type === 'code').map(sourceOf));

/** Whether the executed notebook has the code of today's. */
async function isOfToday(source: string, executed: string): Promise<boolean> {
  if (!existsSync(executed)) return false;
  return codeOf(await readNotebook(source)) === codeOf(await readNotebook(executed));
}

/**
 * Makes slides of notebooks: one HTML file each, figures included, which needs no network. The
 * executed notebooks of the package are shown where their code is today's; others are executed.
 * @returns one line a notebook: its file and the number of slides
 * @throws UserError where a notebook fails
 */
export async function makeSlides(request: SlidesRequest): Promise<string> {
  const { names, sources, executed, outputFolder, env, timeoutSeconds, onExecute } = request;
  const fresh = path.join(outputFolder, 'executed');
  const stale: string[] = [];
  const files: string[] = [];
  for (const name of names.map((one) => `${one}.ipynb`)) {
    const isFresh = await isOfToday(path.join(sources, name), path.join(executed, name));
    if (!isFresh) stale.push(name);
    files.push(path.join(isFresh ? executed : fresh, name));
  }
  if (stale.length > 0) {
    onExecute(stale);
    const failures = await executeNotebooks({
      notebooks: stale.map((name) => path.join(sources, name)),
      outputFolder: fresh,
      env,
      timeoutSeconds,
    });
    if (failures.length > 0) throw new UserError(failures.join('\n'));
  }
  const script = path.resolve(__dirname, '../../src/notebooks/slides.py');
  const { stdout } = await promisify(execFile)(python, [script, outputFolder, ...files], {
    env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1', JUPYTER_PREFER_ENV_PATH: '1' },
  });
  return stdout;
}
