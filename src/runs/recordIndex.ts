import { join } from 'node:path';
import { formatModelName } from '../models/modelName';
import { writeWhole } from '../writeWhole';
import type { RunRecord } from './record';
import type { RecordStore } from './recordStore';

/** Writes `index.csv` beside the records, one line each, in the order of their names: what a reader of the folder wants to see without unpacking anything. */
export async function writeRecordIndex(store: RecordStore): Promise<void> {
  const rows = store.hashes().flatMap((hash) => store.read(hash) ?? []).map(indexRow);
  const lines = [Object.keys(rows[0] ?? {}), ...rows.map(Object.values)].map((cells) => cells.join(','));
  await writeWhole(join(store.folder, 'index.csv'), `${lines.join('\n')}\n`);
}

function indexRow({ hash, specification, provenance, ...record }: RunRecord): Record<string, string | number> {
  const { dataset, region, frozenEncoder, task, neurons, preset, seed } = specification;
  const summary = record.status === 'finished' ? record.summary : undefined;
  const digits = (value: number | null | undefined): string => (value == null ? '' : value.toPrecision(5));
  return {
    hash,
    dataset: JSON.stringify(dataset),
    region,
    model: `${formatModelName(specification)}${frozenEncoder === undefined ? '' : ` ${frozenEncoder.mapping}`}`,
    task,
    neurons: neurons === 'all' ? 'all' : neurons.length,
    preset,
    seed,
    status: record.status,
    mse: digits(summary?.mse),
    psnr: digits(summary?.psnr),
    ssim: digits(summary?.ssim),
    pcc: digits(summary?.pcc),
    validation: digits(summary?.validation),
    steps: summary?.steps ?? '',
    seconds: provenance.seconds.toFixed(0),
    backend: provenance.backend,
    platform: provenance.platform,
  };
}
