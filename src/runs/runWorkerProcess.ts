import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import type { DatasetOptions } from '../data/dataset';
import { UserError } from '../errors';
import type { TrainingProgress } from '../training/training';
import type { RunSpecification } from './specification';

/** Where the data are: what a user gave after `--data`, and how it is to be opened. */
export interface DataSource extends Pick<DatasetOptions, 'neurons' | 'rectify' | 'resize'> {
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

/** One worker process, started when it is first needed and again after it died. */
export interface RunWorkerProcess {
  /**
   * Trains one run; its record is in the store afterwards.
   * @throws WorkerDied when the process ended, UserError when no run can succeed (the worker cannot start, the disk is full)
   */
  readonly execute: (request: RunRequest, onProgress: (progress: TrainingProgress) => void) => Promise<void>;
  /** Ends the process, at once if need be. */
  readonly stop: () => Promise<void>;
}

const killAfterMilliseconds = 2000;
const keptErrorOutput = 2000;

/** @param script a file that calls `serveRuns` */
export function createRunWorkerProcess(script: string): RunWorkerProcess {
  let child: StartedWorker | undefined;
  return {
    execute: (request, onProgress) => {
      if (child === undefined || child.hasEnded()) {
        child = startWorker(script);
      }
      return child.execute(request, onProgress);
    },
    stop: async () => child?.stop(),
  };
}

interface StartedWorker extends RunWorkerProcess {
  readonly hasEnded: () => boolean;
}

function startWorker(script: string): StartedWorker {
  const worker = fork(script, [], {
    env: { ...process.env, ...oneThread, TF_CPP_MIN_LOG_LEVEL: process.env.TF_CPP_MIN_LOG_LEVEL ?? '2' },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let isReady = false;
  let errorOutput = '';
  worker.stderr?.on('data', (text: Buffer) => {
    errorOutput = (errorOutput + text.toString()).slice(-keptErrorOutput);
  });
  const hasEnded = (): boolean => worker.exitCode !== null || worker.signalCode !== null;

  return {
    hasEnded,
    execute: (request, onProgress) => new Promise((resolve, reject) => {
      const settle = (finish: () => void): void => {
        worker.off('message', onMessage).off('exit', onExit).off('error', onError);
        finish();
      };
      const onMessage = (message: WorkerMessage): void => {
        switch (message.kind) {
          case 'ready':
            isReady = true;
            break;
          case 'progress':
            onProgress(message.progress);
            break;
          case 'done':
            settle(resolve);
            break;
          case 'error':
            settle(() => reject(message.isUserError ? new UserError(message.message) : new WorkerDied(message.message)));
            break;
        }
      };
      const onError = (error: Error): void => settle(() => reject(new UserError(`A worker process could not be started: ${error.message}.`)));
      const onExit = (): void => settle(() => reject(
        isReady
          ? new WorkerDied(`its worker process ended ${howItEnded(worker)}`)
          : new UserError(`A worker process could not start: ${lastErrorLine(errorOutput)} Run "npm run doctor" to see what is missing.`),
      ));
      worker.on('message', onMessage).on('exit', onExit).on('error', onError);
      worker.send(request, (error) => {
        if (error !== null && !hasEnded()) {
          onError(error);
        }
      });
    }),
    stop: async () => {
      if (hasEnded()) {
        return;
      }
      const ended = once(worker, 'exit');
      worker.kill('SIGTERM');
      const timer = setTimeout(() => worker.kill('SIGKILL'), killAfterMilliseconds);
      await ended;
      clearTimeout(timer);
    },
  };
}

// Two processes with one thread each train two models faster than one process with two threads, and results repeat.
const oneThread = { TF_NUM_INTRAOP_THREADS: '1', TF_NUM_INTEROP_THREADS: '1', OMP_NUM_THREADS: '1' };

function howItEnded({ exitCode, signalCode }: ChildProcess): string {
  return signalCode === null
    ? `with status ${exitCode}`
    : `by signal ${signalCode}${signalCode === 'SIGKILL' ? ' (often too little memory: try fewer --workers)' : ''}`;
}

function lastErrorLine(output: string): string {
  const lines = output.split('\n').map((line) => line.trim());
  const line = lines.find((candidate) => /^\w*Error\b/.test(candidate)) ?? lines.filter((candidate) => candidate !== '').pop();
  return line === undefined ? 'it said nothing.' : `${line.replace(/[.]$/, '')}.`;
}
