import { join } from 'node:path';
import { formatModelName } from '../models/modelName';
import { writeWhole } from '../writeWhole';
import { isSettled, type EncodedArray, type RunRecord } from './record';
import type { RecordStore } from './recordStore';

/** What may be left out of a published run; scores and history stay. */
export interface RecordParts {
  /** The weights, in a file of their own, up to 4 MB. */
  readonly checkpoint: boolean;
  /** Reconstructions of ten test images, 41 kB. */
  readonly pictures: boolean;
  /** Masks and feature weights of the readout, 50 to 120 kB. */
  readonly masks: boolean;
  /** Predicted test responses, 20 kB for a hundred neurons. */
  readonly predictions: boolean;
}

/**
 * Copies a record into a folder that is committed, without the parts that nothing shows. A record that is there already stays as it is; one of a crashed
 * run, which is to be tried again, is not copied.
 */
export async function publishRecord(hash: string, from: RecordStore, to: RecordStore, parts: RecordParts): Promise<void> {
  const record = from.read(hash);
  if (!isSettled(record) || isSettled(to.read(hash))) return;
  await to.write(only(parts, record), parts.checkpoint ? from.readWeights(hash) : undefined);
}

function only({ pictures, masks, predictions }: RecordParts, record: RunRecord): RunRecord {
  if (record.status === 'failed') return record;
  const { reconstruction, responses, readout } = record;
  const emptyLike = ({ shape }: EncodedArray): EncodedArray => ({ shape: [0, ...shape.slice(1)], float32: '' });
  return {
    ...record,
    reconstruction: reconstruction && (pictures ? reconstruction : { ...reconstruction, exampleIndices: [], examples: emptyLike(reconstruction.examples) }),
    responses: responses && (predictions ? responses : { ...responses, predictions: emptyLike(responses.predictions) }),
    readout: masks ? readout : null,
  };
}

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
    ...{ mse: digits(summary?.mse), psnr: digits(summary?.psnr), ssim: digits(summary?.ssim), pcc: digits(summary?.pcc), validation: digits(summary?.validation) },
    steps: summary?.steps ?? '',
    seconds: provenance.seconds.toFixed(0),
    backend: provenance.backend,
    platform: provenance.platform,
  };
}
