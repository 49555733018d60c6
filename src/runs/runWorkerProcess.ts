import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import type { DatasetOptions } from '../data/dataset';
import { UserError } from '../errors';
import type { TrainingProgress } from '../training/training';
import type { RunSpecification } from './specification';

/** Where the data are: what a user gave after `--data`, and how it is to be opened. */
export interface DataSource extends Pick<DatasetOptions, 'rectify'> {
  /** `simulated`, `antolik2016`, or a folder. */
  readonly name: string;
}

/** Parent to worker: train this one. */
export interface RunRequest {
  readonly specification: RunSpecification;
  readonly data: DataSource;
  readonly recordsFolder: string;
}

/** Worker to parent. */
export type WorkerMessage =
  | { readonly kind: 'ready' }
  | { readonly kind: 'progress'; readonly progress: TrainingProgress }
  | { readonly kind: 'done' }
  | { readonly kind: 'error'; readonly message: string; readonly isUserError: boolean };

/** The process of a worker ended while it was training. */
export class WorkerDied extends Error {
  override readonly name = 'WorkerDied';
}

const killAfterMilliseconds = 2000;
const keptErrorOutput = 2000;

// Two processes with one thread each train two models faster than one process with two threads, and
// results repeat.
const oneThread = {
  TF_NUM_INTRAOP_THREADS: '1',
  TF_NUM_INTEROP_THREADS: '1',
  OMP_NUM_THREADS: '1',
};

/** One worker process, started when it is first needed and again after it died. */
export class RunWorkerProcess {
  private child: ChildProcess | undefined;
  private onMessage: (message: WorkerMessage) => void = () => undefined;
  private onExit = (): void => undefined;

  /** @param script a file that calls `serveRuns` */
  constructor(private readonly script: string) {}

  private async start(): Promise<ChildProcess> {
    const child = fork(this.script, [], {
      env: {
        ...process.env,
        ...oneThread,
        TF_CPP_MIN_LOG_LEVEL: process.env.TF_CPP_MIN_LOG_LEVEL ?? '2',
      },
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    this.child = child;
    let errorOutput = '';
    child.stderr!.on('data', (text: Buffer) => {
      errorOutput = (errorOutput + text.toString()).slice(-keptErrorOutput);
    });
    child
      .on('message', (message: WorkerMessage) => this.onMessage(message))
      .on('exit', () => this.onExit());
    await new Promise<unknown>((ready, fail) => {
      this.onMessage = ready;
      this.onExit = () =>
        fail(
          new UserError(
            `A worker process could not start: ${lastErrorLine(errorOutput)} Run "npm run ` +
              'doctor" to see what is missing.',
          ),
        );
      child.on('error', ({ message }) =>
        fail(new UserError(`A worker process could not be started: ${message}.`)),
      );
    });
    return child;
  }

  /**
   * Trains one run; its record is in the store afterwards.
   * @throws WorkerDied when the process ended, UserError when no run can succeed (the worker cannot
   * start, the disk is full)
   */
  async execute(
    request: RunRequest,
    onProgress: (progress: TrainingProgress) => void,
  ): Promise<void> {
    const child =
      this.child === undefined || hasEnded(this.child) ? await this.start() : this.child;
    const answer = await new Promise<WorkerMessage>((resolve, reject) => {
      this.onMessage = (message) =>
        message.kind === 'progress' ? onProgress(message.progress) : resolve(message);
      this.onExit = () => reject(new WorkerDied(`its worker process ended ${howItEnded(child)}`));
      // A process that cannot be reached has ended, which is about to be told.
      child.send(request, () => undefined);
    });
    if (answer.kind === 'error')
      throw answer.isUserError ? new UserError(answer.message) : new WorkerDied(answer.message);
  }

  /** Ends the process, at once if need be. */
  async stop(): Promise<void> {
    const child = this.child;
    if (child === undefined || hasEnded(child)) return;
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    const timer = setTimeout(() => child.kill('SIGKILL'), killAfterMilliseconds);
    await ended;
    clearTimeout(timer);
  }
}

function hasEnded({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null;
}

function howItEnded({ exitCode, signalCode }: ChildProcess): string {
  if (signalCode === null) return `with status ${exitCode}`;
  const advice = signalCode === 'SIGKILL' ? ' (often too little memory: try fewer --workers)' : '';
  return `by signal ${signalCode}${advice}`;
}

function lastErrorLine(output: string): string {
  const lines = output.split('\n').map((line) => line.trim());
  const line =
    lines.find((candidate) => /^\w*Error\b/.test(candidate)) ??
    lines.filter((candidate) => candidate !== '').pop();
  return line === undefined ? 'it said nothing.' : `${line.replace(/[.]$/, '')}.`;
}
