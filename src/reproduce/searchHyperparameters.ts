import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Dataset } from '../data/region';
import { evaluateSearch, planSearch, type SearchReport } from '../experiments/search';
import type { RecordStore } from '../runs/recordStore';
import { specificationHash } from '../runs/specificationHash';
import { trainRuns, type TrainRunsOptions } from '../runs/trainRuns';
import { writeWhole } from '../writeWhole';

export interface SearchRequest extends Omit<TrainRunsOptions, 'store'> {
  readonly dataset: Dataset;
  readonly region: number;
  readonly seed: number;
  readonly store: RecordStore;
  /** File of the report. */
  readonly output: string;
}

/**
 * Trains all trials of a hyper-parameter search, chooses on validation data, and writes every trial with what was chosen.
 * @returns undefined when it was interrupted
 */
export async function searchHyperparameters({ dataset, region, seed, output, ...options }: SearchRequest): Promise<SearchReport | undefined> {
  const specifications = planSearch(dataset.identity, region, seed).map(({ specification }) => specification);
  const records = await trainRuns(specifications, options);
  if (options.signal?.aborted) {
    return undefined;
  }
  const report = evaluateSearch(dataset.identity, region, seed, (specification) => records.get(specificationHash(specification)));
  mkdirSync(dirname(output), { recursive: true });
  await writeWhole(output, `${JSON.stringify(report, null, 2)}\n`);
  return report;
}
