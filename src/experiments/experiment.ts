import type { DatasetIdentity } from '../data/region';
import type { RunRecord } from '../runs/record';
import type { PresetName, RunSpecification } from '../runs/specification';

/** What a reproduction is asked for; experiments derive their runs from it. */
export interface ExperimentContext {
  readonly dataset: DatasetIdentity;
  /** Regions present in the data set. */
  readonly regions: readonly number[];
  readonly preset: PresetName;
  readonly seeds: readonly number[];
}

/** One item of the paper: the runs it needs and how their records become files. */
export interface Experiment {
  /** As in the paper: `table2`, `figure6`. The name of the files that it writes. */
  readonly item: string;
  readonly title: string;
  /** File name of the notebook that shows it, without folder. */
  readonly notebook: string;
  readonly specifications: (context: ExperimentContext) => readonly RunSpecification[];
}

/** Finds the record of a specification, or tells that there is none. */
export type RecordLookup = (specification: RunSpecification) => RunRecord | undefined;
