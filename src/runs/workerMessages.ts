import type { DatasetIdentity } from '../data/region';
import type { TrainingProgress } from '../training/training';
import type { RunSpecification } from './specification';

/** Where a worker finds the data: what a user gave after `--data`, and how it is to be opened. */
export interface DataSource {
  /** `simulated`, `antolik2016`, or a folder. */
  readonly name: DatasetIdentity['name'];
  /** Another population size of the simulation. */
  readonly neurons?: number;
  /** Negative responses count as 0 instead of being refused. */
  readonly rectify?: boolean;
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
