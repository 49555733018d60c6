import type { DatasetOptions } from '../data/dataset';
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
