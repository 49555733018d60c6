import type { DatasetIdentity } from '../data/region';
import { formatModelName } from '../models/modelName';
import type { RunRecord } from './record';
import type { RecordSource } from './recordLibrary';

/** A record's summary as one flat object, for `npm run train -- --json`. */
export interface RunReport {
  readonly status: 'finished' | 'failed' | 'interrupted';
  /** Why it failed; null otherwise. */
  readonly reason: string | null;
  readonly mse: number | null;
  readonly psnr: number | null;
  readonly ssim: number | null;
  readonly pcc: number | null;
  /** Best validation MSE (IR) or validation Poisson loss (NRS). */
  readonly validation: number | null;
  readonly steps: number | null;
  readonly seconds: number;
  readonly backend: string;
  readonly device: string;
  readonly threads: number;
  readonly dataset: string;
  readonly kind: DatasetIdentity['kind'];
  readonly region: number;
  readonly model: string;
  readonly task: string;
  readonly preset: string;
  readonly seed: number;
  readonly hash: string;
  /** null: trained just now. */
  readonly fromStore: RecordSource | null;
}

export function runReport(record: RunRecord, dataset: DatasetIdentity, fromStore: RecordSource | null): RunReport {
  const { specification, provenance } = record;
  const finished = record.status === 'finished' ? record : undefined;
  const wasInterrupted = finished?.stages.some(({ endedBy }) => endedBy === 'interrupt') ?? false;
  return {
    status: wasInterrupted ? 'interrupted' : record.status,
    reason: record.status === 'failed' ? record.reason : null,
    mse: finished?.summary.mse ?? null,
    psnr: finished?.summary.psnr ?? null,
    ssim: finished?.summary.ssim ?? null,
    pcc: finished?.summary.pcc ?? null,
    validation: finished?.summary.validation ?? null,
    steps: finished?.summary.steps ?? null,
    seconds: provenance.seconds,
    backend: provenance.backend,
    device: provenance.device,
    threads: provenance.threads,
    dataset: dataset.name,
    kind: dataset.kind,
    region: specification.region,
    model: formatModelName(specification),
    task: specification.task,
    preset: specification.preset,
    seed: specification.seed,
    hash: record.hash,
    fromStore,
  };
}
