import { mkdirSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { cellKey } from './cellKey';
import { isSettled } from './isSettled';
import type { EncodedArray, FinishedRecord, RunRecord } from './record';
import { writeRecordIndex } from './recordIndex';
import { createRecordStore, type RecordStore } from './recordStore';
import type { RunSpecification } from './specification';
import { specificationHash, uniqueSpecifications } from './specificationHash';

export interface PublishedRecords {
  /** Copied just now. */
  readonly records: number;
  readonly checkpoints: number;
  /** Specifications without a record in either place. */
  readonly missing: readonly RunSpecification[];
}

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

export interface PublishOptions {
  /** @param isFirstSeed whether the run is the one with the lowest seed of its cell that finished */
  readonly keeps: (specification: RunSpecification, isFirstSeed: boolean) => RecordParts;
  /** Prefers records that the folder has already; by default those of `from` take their place. */
  readonly keepsPresent?: boolean;
}

/**
 * Copies records into a folder that is committed, without the parts that nothing shows, and writes its `index.csv`. Each file is written whole or not at all. Records of crashed runs, which are to be tried again, count as missing.
 */
export async function publishRecords(
  specifications: readonly RunSpecification[],
  from: RecordStore,
  folder: string,
  { keeps, keepsPresent = false }: PublishOptions,
): Promise<PublishedRecords> {
  mkdirSync(folder, { recursive: true });
  const target = createRecordStore(folder);
  const missing: RunSpecification[] = [];
  let records = 0;
  let checkpoints = 0;
  const started = new Set<string>();
  const wanted = uniqueSpecifications(specifications).sort((left, right) => left.seed - right.seed);
  for (const specification of wanted) {
    const hash = specificationHash(specification);
    const present = target.read(hash);
    const own = keepsPresent && isSettled(present) ? undefined : from.read(hash);
    const record = isSettled(own) ? own : present;
    if (!isSettled(record)) {
      missing.push(specification);
      continue;
    }
    const cell = cellKey(specification);
    const isFirstSeed = record.status === 'finished' && !started.has(cell);
    if (isFirstSeed) {
      started.add(cell);
    }
    const parts = keeps(specification, isFirstSeed);
    const weights = parts.checkpoint && record === own ? from.readWeights(hash) : undefined;
    const light = only(parts, record);
    if (record === own || !isDeepStrictEqual(light, present)) {
      await target.write(light, weights);
    }
    records += Number(record === own);
    checkpoints += Number(weights !== undefined);
  }
  await writeRecordIndex(target);
  return { records, checkpoints, missing };
}

function only({ pictures, masks, predictions }: RecordParts, record: RunRecord): RunRecord {
  if (record.status === 'failed') {
    return record;
  }
  const { reconstruction, responses, readout } = record;
  const light: FinishedRecord = {
    ...record,
    reconstruction: reconstruction && (pictures ? reconstruction : { ...reconstruction, exampleIndices: [], examples: emptyLike(reconstruction.examples) }),
    responses: responses && (predictions ? responses : { ...responses, predictions: emptyLike(responses.predictions) }),
    readout: masks ? readout : null,
  };
  return light;
}

function emptyLike({ shape }: EncodedArray): EncodedArray {
  return { shape: [0, ...shape.slice(1)], float32: '' };
}
