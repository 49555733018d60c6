import { join } from 'node:path';
import { writeWhole } from '../writeWhole';
import type { EncodedArray, RunRecord } from './record';
import type { RecordStore } from './recordStore';
import { modelLabel, type RunSpecification } from './specification';

/** What may be left out of a published run; scores, predicted test responses and history stay. */
export interface RecordParts {
  /** The weights, in a file of their own, up to 4 MB. */
  readonly checkpoint: boolean;
  /** Reconstructions of ten test images, 41 kB. */
  readonly pictures: boolean;
  /** Masks and feature weights of the readout, 50 to 120 kB. */
  readonly masks: boolean;
}

/**
 * Copies a run's record into a folder that is committed, without the parts that nothing shows. A
 * record that is there already stays as it is; one of a crashed run, which is to be tried again, is
 * not copied.
 */
export async function publishRecord(
  run: RunSpecification,
  from: RecordStore,
  to: RecordStore,
  { checkpoint, pictures, masks }: RecordParts,
): Promise<void> {
  const record = from.readSettled(run);
  if (record === undefined || to.readSettled(run) !== undefined) return;
  if (record.status === 'failed') return to.write(record);
  const { reconstruction, readout } = record;
  const emptyLike = ({ shape }: EncodedArray): EncodedArray => ({
    shape: [0, ...shape.slice(1)],
    float32: '',
  });
  const withoutPictures = reconstruction && {
    ...reconstruction,
    exampleIndices: [],
    examples: emptyLike(reconstruction.examples),
  };
  const published = {
    ...record,
    reconstruction: pictures ? reconstruction : withoutPictures,
    readout: masks ? readout : null,
  };
  await to.write(published, checkpoint ? from.readWeights(record.hash) : undefined);
}

/**
 * Writes `index.csv` beside the records, one line each, in the order of their names: what a reader
 * of the folder wants to see without unpacking anything.
 */
export async function writeRecordIndex(store: RecordStore): Promise<void> {
  const rows = store
    .hashes()
    .flatMap((hash) => store.read(hash) ?? [])
    .map(indexRow);
  const lines = [Object.keys(rows[0] ?? {}), ...rows.map(Object.values)].map((cells) =>
    cells.join(','),
  );
  await writeWhole(join(store.folder, 'index.csv'), `${lines.join('\n')}\n`);
}

function indexRow({
  hash,
  specification,
  provenance,
  ...record
}: RunRecord): Record<string, string | number> {
  const { dataset, region, task, neurons, preset, seed } = specification;
  const summary = record.status === 'finished' ? record.summary : undefined;
  const digits = (value: number | null | undefined): string =>
    value == null ? '' : value.toPrecision(5);
  return {
    hash,
    dataset: JSON.stringify(dataset),
    region,
    model: modelLabel(specification),
    task,
    neurons: neurons === 'all' ? 'all' : neurons.length,
    preset,
    seed,
    status: record.status,
    ...{
      mse: digits(summary?.mse),
      psnr: digits(summary?.psnr),
      ssim: digits(summary?.ssim),
      pcc: digits(summary?.pcc),
      validation: digits(summary?.validation),
    },
    steps: summary?.steps ?? '',
    seconds: provenance.seconds.toFixed(0),
    backend: provenance.backend,
    platform: provenance.platform,
  };
}
