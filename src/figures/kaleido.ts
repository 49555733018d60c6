import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { UserError } from '../errors';
import type { PlotlyFigure } from './figureLayout';

export type StaticFormat = 'svg' | 'png';

/** Pixels per layout pixel in exported PNGs: sharp on dense screens. */
const pngScale = 2;

/** Its start and a figure take two seconds, more on a busy machine; one that is silent for so long has lost its browser. */
const patienceMilliseconds = 10_000;

/** Path of the plotly.js file that the package was tested with; it needs a document and can't be imported in Node. */
export function plotlyScript(): string {
  return createRequire(__filename).resolve('plotly.js-dist/plotly.js');
}

const environmentFolder = path.join(__dirname, '..', '..', '.python');

/** Folders in which the project's own Python environment keeps packages. */
function sitePackages(): string[] {
  const library = path.join(environmentFolder, 'lib');
  const versions = existsSync(library) ? readdirSync(library).map((name) => path.join(library, name, 'site-packages')) : [];
  return [...versions, path.join(environmentFolder, 'Lib', 'site-packages')];
}

/** Where Kaleido's programs lie in the project's own Python environment; undefined when it isn't installed. */
function kaleidoFolder(): string | undefined {
  return sitePackages()
    .map((folder) => path.join(folder, 'kaleido', 'executable'))
    .find((folder) => existsSync(folder));
}

/** One sentence that says why there are no SVG and PNG files; undefined when they can be made. */
export function missingKaleido(): string | undefined {
  return kaleidoFolder() === undefined
    ? 'Kaleido was not found in the folder .python, so figures are not exported to SVG and PNG: run `npm run setup` to install it.'
    : undefined;
}

/** Starts the program that lies in a folder as the wheel unpacks it. */
function startKaleido(folder: string): ChildProcessWithoutNullStreams {
  const flags = ['plotly', `--plotlyjs=${plotlyScript()}`, '--disable-gpu', '--allow-file-access-from-files', '--disable-breakpad', '--disable-dev-shm-usage', '--no-sandbox'];
  const binary = path.join(folder, 'bin', 'kaleido');
  if (process.platform === 'linux' && existsSync(binary)) {
    // The wheel's own shell script splits its arguments at spaces; this is what it does otherwise.
    const env = { ...process.env, LD_LIBRARY_PATH: path.join(folder, 'lib'), FONTCONFIG_PATH: path.join(folder, 'etc', 'fonts'), XDG_DATA_HOME: path.join(folder, 'xdg') };
    return spawn(binary, flags, { cwd: folder, env });
  }
  const script = path.join(folder, process.platform === 'win32' ? 'kaleido.cmd' : 'kaleido');
  return spawn(script, flags, { cwd: folder, shell: process.platform === 'win32' });
}

interface KaleidoReply {
  readonly code: number;
  readonly message: string | null;
  readonly result: string | null;
}

/** It ended or does not answer: no fault of the figure. */
class KaleidoSilent extends Error {}

interface Waiting {
  readonly resolve: (reply: KaleidoReply) => void;
  readonly reject: (error: Error) => void;
}

/** One running Kaleido: answers figure by figure, in order, over its standard streams. */
class KaleidoProcess {
  private readonly child: ChildProcessWithoutNullStreams;
  private readonly waiting: Waiting[] = [];
  private greeted = false;
  private silence: NodeJS.Timeout | undefined;

  constructor(
    start: () => ChildProcessWithoutNullStreams,
    private readonly patience: number,
    private readonly onEnd: (process: KaleidoProcess) => void,
  ) {
    this.child = start();
    createInterface({ input: this.child.stdout }).on('line', (line) => this.receive(line));
    this.child.stderr.resume();
    this.child.on('error', (error) => this.fail(error.message));
    this.child.on('exit', (code, signal) => this.fail(`it ended with ${signal ?? `status ${code}`}`));
    this.child.stdin.on('error', (error) => this.fail(error.message));
    this.keepAlive(false);
  }

  /** Sends one figure; a process that waits for nothing doesn't keep Node running. */
  async request(message: object): Promise<KaleidoReply> {
    this.keepAlive(true);
    this.expectAnswer();
    try {
      return await new Promise<KaleidoReply>((resolve, reject) => {
        this.waiting.push({ resolve, reject });
        this.child.stdin.write(`${JSON.stringify(message)}\n`);
      });
    } finally {
      this.keepAlive(this.waiting.length > 0);
      if (this.waiting.length === 0) clearTimeout(this.silence);
    }
  }

  async close(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    this.keepAlive(true);
    const ended = new Promise((resolve) => this.child.once('exit', resolve));
    this.child.stdin.end();
    await ended;
  }

  private receive(line: string): void {
    if (!line.startsWith('{')) return;
    if (!this.greeted) {
      this.greeted = true;
      return;
    }
    this.expectAnswer();
    this.waiting.shift()?.resolve(JSON.parse(line) as KaleidoReply);
  }

  private expectAnswer(): void {
    clearTimeout(this.silence);
    this.silence = setTimeout(() => {
      this.child.kill('SIGKILL');
      this.fail('it does not answer');
    }, this.patience);
  }

  private fail(reason: string): void {
    clearTimeout(this.silence);
    this.onEnd(this);
    for (const { reject } of this.waiting.splice(0)) reject(new KaleidoSilent(reason));
  }

  private keepAlive(needed: boolean): void {
    for (const handle of [this.child, this.child.stdin, this.child.stdout, this.child.stderr]) {
      const { ref, unref } = handle as unknown as { ref?: () => void; unref?: () => void };
      (needed ? ref : unref)?.call(handle);
    }
  }
}

/** Draws figures as files. */
export interface FigureExporter {
  /**
   * SVG text or PNG bytes of a figure; undefined without a Kaleido that answers. One that is silent is started anew once; after
   * that this process goes on without pictures, so that nobody waits twice.
   * @throws UserError when Kaleido refuses the figure itself.
   */
  readonly draw: (figure: PlotlyFigure, format: StaticFormat) => Promise<Buffer | undefined>;
  readonly close: () => Promise<void>;
}

/**
 * @param start starts a process that speaks Kaleido's protocol; undefined where there is none
 * @param patience how long it may be silent, in milliseconds
 */
export function createExporter(start: (() => ChildProcessWithoutNullStreams) | undefined, patience = patienceMilliseconds): FigureExporter {
  let running: KaleidoProcess | undefined;
  let hasGivenUp = start === undefined;
  const ask = (message: object): Promise<KaleidoReply> => {
    running ??= new KaleidoProcess(start!, patience, (ended) => {
      running = running === ended ? undefined : running;
    });
    return running.request(message);
  };
  return {
    draw: async (figure, format) => {
      if (hasGivenUp) return undefined;
      const { width, height } = figure.layout;
      const message = { data: figure, format, width, height, scale: format === 'png' ? pngScale : 1 };
      // The interrupt button of a notebook ends Kaleido too, and its browser can get lost: once more with a new one.
      const reply = await ask(message).catch(() => (hasGivenUp ? undefined : ask(message))).catch((error: unknown) => {
        if (!(error instanceof KaleidoSilent)) throw error;
        hasGivenUp = true;
      });
      if (!reply) return undefined;
      if (reply.code !== 0 || reply.result === null) throw new UserError(`Kaleido refused a figure: ${reply.message ?? 'no reason given'}.`);
      return Buffer.from(reply.result, format === 'png' ? 'base64' : 'utf8');
    },
    close: async () => {
      const ending = running;
      running = undefined;
      await ending?.close();
    },
  };
}

let exporter: FigureExporter | undefined;

/** The exporter of this Node process, with the Kaleido of the project's Python environment. */
export function figureExporter(): FigureExporter {
  const folder = kaleidoFolder();
  return (exporter ??= createExporter(folder === undefined ? undefined : () => startKaleido(folder)));
}

/** Ends the Kaleido process of this Node process, if one runs. */
export async function closeKaleido(): Promise<void> {
  await exporter?.close();
}
