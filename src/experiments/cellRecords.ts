import { mean, sampleStandardDeviation } from 'simple-statistics';
import type { MeasuredCell, TableCell } from '../figures/resultTable';
import type { FinishedRecord, RunSummary } from '../runs/record';
import type { ExperimentContext, RecordLookup } from './experiment';
import { specify, type ExperimentCell } from '../paper/specify';

/** What has been run of one cell. */
export interface CellRecords {
  /** In the order of their seeds. */
  readonly finished: readonly FinishedRecord[];
  readonly failed: number;
  /** Seeds without any record. */
  readonly missing: number;
}

export function cellRecords(context: ExperimentContext, lookup: RecordLookup, cell: ExperimentCell): CellRecords {
  const records = specify(context, cell).map(lookup);
  return {
    finished: records.filter((record) => record?.status === 'finished'),
    failed: records.filter((record) => record?.status === 'failed').length,
    missing: records.filter((record) => record === undefined).length,
  };
}

type Metric = Exclude<keyof RunSummary, 'validation' | 'steps'>;

/** Mean and spread over seeds of one metric; a dash with `remedy` when nothing was run. */
export function measuredCell({ finished, failed }: CellRecords, metric: Metric, remedy: string): TableCell {
  const values = finished.map(({ summary }) => summary[metric]).filter((value) => value !== null);
  if (values.length > 0) {
    return {
      kind: 'measured',
      mean: mean(values),
      spread: values.length > 1 ? sampleStandardDeviation(values) : null,
      seeds: values.length,
      failed,
    };
  }
  return failed > 0 ? { kind: 'text', text: `failed (${failed})` } : { kind: 'missing', remedy };
}

/** A baseline is fitted once: its mean over test images or neurons has no seeds. */
export function baselineCell(values: readonly number[]): MeasuredCell {
  return { kind: 'measured', mean: mean([...values]), spread: null, seeds: null, failed: 0 };
}
