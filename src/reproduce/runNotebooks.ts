import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { selectExperiments } from '../experiments/writeItems';
import { executeNotebook } from '../notebooks/executeNotebook';
import { NotebookError } from '../notebooks/notebookError';
import { type GivenOptions, optionsVariable } from '../paper/options';
import type { ReproduceRequest } from './reproduceRequest';

export type NotebookEvent =
  | { readonly kind: 'cell'; readonly notebook: string; readonly cell: number; readonly of: number }
  | { readonly kind: 'done'; readonly notebook: string; readonly seconds: number }
  | { readonly kind: 'failed'; readonly notebook: string; readonly reason: string };

export interface RunNotebooksOptions {
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

/** The notebooks of the wanted items, or all there are; file names. */
export function wantedNotebooks(items: readonly string[] | undefined, folder = notebooksFolder): readonly string[] {
  const present = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.ipynb')).sort() : [];
  const wanted = new Set(selectExperiments(items).map(({ notebook }) => notebook));
  return items === undefined ? present : present.filter((name) => wanted.has(name));
}

/**
 * Executes notebooks headless, two at a time; the executed ones go to `notebooks/` in the output folder.
 * @returns what failed, one sentence or more each; empty when all went through
 */
export async function runNotebooks(request: ReproduceRequest, options: RunNotebooksOptions = {}): Promise<readonly string[]> {
  const { onEvent, execute = executeNotebook, folder = notebooksFolder } = options;
  const target = join(request.outputFolder, 'notebooks');
  mkdirSync(target, { recursive: true });
  const waiting = [...wantedNotebooks(request.items, folder)];
  const failures: string[] = [];

  async function next(): Promise<void> {
    for (let notebook = waiting.shift(); notebook !== undefined; notebook = waiting.shift()) {
      await executeOne(notebook);
    }
  }

  async function executeOne(notebook: string): Promise<void> {
    try {
      const { seconds } = await execute({
        notebook: join(folder, notebook),
        output: join(target, notebook),
        env: notebookEnvironment(request),
        timeoutSeconds,
        onCell: ({ cell, of }) => onEvent?.({ kind: 'cell', notebook, cell, of }),
      });
      onEvent?.({ kind: 'done', notebook, seconds });
    } catch (error) {
      if (!(error instanceof NotebookError)) {
        throw error;
      }
      failures.push(error.message.replaceAll(join(folder, notebook), basename(notebook)));
      onEvent?.({ kind: 'failed', notebook, reason: error.reason });
    }
  }

  await Promise.all(Array.from({ length: atOnce }, next));
  return failures;
}

/** How a notebook learns what it reproduces. */
export function notebookEnvironment({ data, dataset, context, weightsFile, fromRecords, outputFolder }: ReproduceRequest): Record<string, string> {
  const options: GivenOptions = {
    data: isNamed(data.name) ? dataset.identity.name : dataset.folder,
    preset: context.preset,
    seeds: context.seeds.length,
    fromRecords,
    rectify: data.rectify ?? false,
    resize: data.resize ?? 'bilinear',
    weightsFile,
    selectionRule: context.selectionRule ?? 'rank',
    outputFolder,
  };
  return {
    [optionsVariable]: JSON.stringify(options),
    // As in the workers: results repeat only at the same number of threads.
    TF_NUM_INTRAOP_THREADS: '1',
    TF_NUM_INTEROP_THREADS: '1',
  };
}

/** Whether `--data` named a data set of the package; anything else is a folder, whose path the notebook's own folder must not change. */
function isNamed(name: string): boolean {
  return name === 'antolik2016' || /^simulated(-\d+)?$/.test(name);
}
