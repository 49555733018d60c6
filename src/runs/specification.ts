import type { TrainingRequest } from '../training/training';

export type PresetName = 'smoke' | 'quick' | 'paper';

/** Everything that decides the result of one training, as plain data. Its hash names the run's record. */
export interface RunSpecification extends TrainingRequest {
  readonly dataset: string;
  readonly dataFingerprint: string;
  readonly region: number;
  /** `search`: a trial of the hyper-parameter search. */
  readonly preset: PresetName | 'search';
}
