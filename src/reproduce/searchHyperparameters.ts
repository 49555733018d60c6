import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Dataset } from '../data/region';
import { evaluateSearch, planSearch, recordedTrial, type SearchReport, type SearchScope } from '../experiments/search';
import { readReportFile } from '../experiments/searchReport';
import type { RecordStore } from '../runs/recordStore';
import type { RunSpecification } from '../runs/specification';
import { specificationHash } from '../runs/specificationHash';
import { trainRuns, type TrainRunsOptions } from '../runs/trainRuns';
import { writeWhole } from '../writeWhole';

export interface SearchRequest extends Omit<TrainRunsOptions, 'store'>, Pick<SearchScope, 'families' | 'region' | 'seed'> {
  readonly dataset: Dataset;
  readonly store: RecordStore;
  /** File of the report; trials that it already has are not trained again unless `fresh`. */
  readonly output: string;
}

/** The trainings that a search still needs; with `fresh` all of them. */
export function trialsToTrain(
  { dataset, region, seed, families, output }: Pick<SearchRequest, 'dataset' | 'region' | 'seed' | 'families' | 'output'>,
  fresh = false,
): RunSpecification[] {
  const scope = { dataset: dataset.identity, region, seed, families };
  const earlier = fresh ? undefined : readReportFile(output);
  return planSearch(scope)
    .filter((planned) => recordedTrial(scope, planned, earlier) === undefined)
    .map(({ specification }) => specification);
}

/**
 * Trains the trials of a hyper-parameter search that its report lacks, chooses on validation data, and writes every trial with what was chosen.
 * @returns undefined when it was interrupted
 */
export async function searchHyperparameters({ dataset, region, seed, families, output, ...options }: SearchRequest): Promise<SearchReport | undefined> {
  const records = await trainRuns(trialsToTrain({ dataset, region, seed, families, output }, options.fresh), options);
  if (options.signal?.aborted) {
    return undefined;
  }
  const scope = { dataset: dataset.identity, region, seed, families };
  const report = evaluateSearch(scope, (specification) => records.get(specificationHash(specification)), readReportFile(output));
  mkdirSync(dirname(output), { recursive: true });
  await writeWhole(output, `${JSON.stringify(report, null, 2)}\n`);
  return report;
}
