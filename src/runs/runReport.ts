import type { DatasetIdentity } from '../data/region';
import { formatModelName } from '../models/modelName';
import type { RunRecord } from './record';
import type { RecordSource } from './recordLibrary';

const noScores = { mse: null, psnr: null, ssim: null, pcc: null, validation: null, steps: null };

/** A record's summary as one flat object, for `npm run train -- --json`; `fromStore` is null for a run that was trained just now. */
export function runReport(record: RunRecord, dataset: DatasetIdentity, fromStore: RecordSource | null) {
  const { status, hash, specification, provenance } = record;
  const { region, task, preset, seed } = specification;
  const { seconds, backend, device, threads } = provenance;
  const wasInterrupted = status === 'finished' && record.stages.some(({ endedBy }) => endedBy === 'interrupt');
  return {
    status: wasInterrupted ? 'interrupted' : status,
    reason: status === 'failed' ? record.reason : null,
    ...(status === 'finished' ? record.summary : noScores),
    ...{ seconds, backend, device, threads },
    dataset: dataset.name,
    kind: dataset.kind,
    ...{ region, model: formatModelName(specification), task, preset, seed },
    hash,
    fromStore,
  } as const;
}

export type RunReport = ReturnType<typeof runReport>;
