import type { Dataset } from '../data/region';
import type { ExperimentContext } from '../experiments/experiment';
import type { DataSource } from '../runs/workerMessages';

/** One `npm run reproduce`, its mistakes already sorted out. */
export interface ReproduceRequest {
  readonly data: DataSource;
  readonly dataset: Dataset;
  readonly context: ExperimentContext;
  /** Items as in `--only`; undefined: all of them. */
  readonly items: readonly string[] | undefined;
  /** Uses the records that come with the package and trains nothing. */
  readonly fromRecords: boolean;
  readonly fresh: boolean;
  /** Report of `npm run search` behind the context's weights, for the notebooks; undefined for the package's weights. */
  readonly weightsFile?: string | undefined;
  readonly workers: number;
  /** For example `figures/simulated-quick`. */
  readonly outputFolder: string;
}
