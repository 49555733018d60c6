import { mkdirSync } from 'node:fs';
import { canonicalJson } from './canonicalJson';
import { isSettled } from './isSettled';
import type { FinishedRecord, RunRecord } from './record';
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

export interface PublishOptions {
  /** Whether the checkpoint of a run is shipped too (4 MB each). */
  readonly keepsWeights: (specification: RunSpecification) => boolean;
  /** Leaves records that the folder has already as they are; by default those of `from` take their place. */
  readonly keepsPresent?: boolean;
}

/**
 * Copies records into a folder that is committed, and writes its `index.csv`. The lowest seed of every cell is copied whole;
 * the others lose their pictures and readout weights, which nothing shows and which are most of their size.
 * Each file is written whole or not at all. Records of crashed runs, which are to be tried again, count as missing.
 */
export async function publishRecords(
  specifications: readonly RunSpecification[],
  from: RecordStore,
  folder: string,
  { keepsWeights, keepsPresent = false }: PublishOptions,
): Promise<PublishedRecords> {
  mkdirSync(folder, { recursive: true });
  const target = createRecordStore(folder);
  const missing: RunSpecification[] = [];
  let records = 0;
  let checkpoints = 0;
  const copiedWhole = new Set<string>();
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
    const cell = canonicalJson({ ...specification, seed: null });
    const isLowest = record.status === 'finished' && !copiedWhole.has(cell);
    if (isLowest) {
      copiedWhole.add(cell);
    }
    const weights = record === own && keepsWeights(specification) ? from.readWeights(hash) : undefined;
    const kept = isLowest ? record : withoutPictures(record);
    if (kept !== present) {
      await target.write(kept, weights);
    }
    records += Number(record === own);
    checkpoints += Number(weights !== undefined);
  }
  await writeRecordIndex(target);
  return { records, checkpoints, missing };
}

/** The record itself where it has none. */
function withoutPictures(record: RunRecord): RunRecord {
  if (record.status === 'failed' || (record.readout === null && (record.reconstruction?.exampleIndices.length ?? 0) === 0)) {
    return record;
  }
  const { reconstruction } = record;
  const light: FinishedRecord = {
    ...record,
    reconstruction: reconstruction && {
      ...reconstruction,
      exampleIndices: [],
      examples: { shape: [0, ...reconstruction.examples.shape.slice(1)], float32: '' },
    },
    readout: null,
  };
  return light;
}
