import { join } from 'node:path';
import { formatModelName } from '../models/modelName';
import type { RunRecord } from './record';
import type { RecordStore } from './recordStore';
import { writeWhole } from '../writeWhole';

const columns = [
  'hash', 'dataset', 'region', 'model', 'task', 'neurons', 'preset', 'seed', 'status',
  'mse', 'psnr', 'ssim', 'pcc', 'validation', 'steps', 'seconds', 'backend', 'platform',
] as const;

/** One line a record, in the order of the names: what a reader of the folder wants to see without unpacking anything. */
export function recordIndex(store: RecordStore): string {
  const records = store.hashes().map((hash) => store.read(hash)).filter((record) => record !== undefined);
  return `${[columns.join(','), ...records.map((record) => line(record).join(','))].join('\n')}\n`;
}

/** Writes `index.csv` beside the records. */
export async function writeRecordIndex(store: RecordStore): Promise<void> {
  await writeWhole(join(store.folder, 'index.csv'), recordIndex(store));
}

function line(record: RunRecord): string[] {
  const { specification, provenance } = record;
  const summary = record.status === 'finished' ? record.summary : undefined;
  const digits = (value: number | null | undefined): string => (value == null ? '' : value.toPrecision(5));
  return [
    record.hash,
    JSON.stringify(specification.dataset),
    String(specification.region),
    `${formatModelName(specification)}${specification.frozenEncoder === undefined ? '' : ` ${specification.frozenEncoder.mapping}`}`,
    specification.task,
    specification.neurons === 'all' ? 'all' : String(specification.neurons.length),
    specification.preset,
    String(specification.seed),
    record.status,
    digits(summary?.mse),
    digits(summary?.psnr),
    digits(summary?.ssim),
    digits(summary?.pcc),
    digits(summary?.validation),
    summary === undefined ? '' : String(summary.steps),
    provenance.seconds.toFixed(0),
    provenance.backend,
    provenance.platform,
  ];
}
