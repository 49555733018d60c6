import { mkdirSync } from 'node:fs';
import { canonicalJson } from './canonicalJson';
import type { FinishedRecord, RunRecord } from './record';
import { writeRecordIndex } from './recordIndex';
import { createRecordStore, type RecordStore } from './recordStore';
import type { RunSpecification } from './specification';
import { specificationHash, uniqueSpecifications } from './specificationHash';

export interface PublishedRecords {
  readonly records: number;
  readonly checkpoints: number;
  /** Specifications without a record. */
  readonly missing: readonly RunSpecification[];
}

/**
 * Copies records into a folder that is committed, and writes its `index.csv`. The lowest seed of every cell is copied whole;
 * the others lose their pictures and readout weights, which nothing shows and which are most of their size.
 * @param keepsWeights whether the checkpoint of a run is shipped too (4 MB each)
 */
export async function publishRecords(
  specifications: readonly RunSpecification[],
  from: RecordStore,
  folder: string,
  keepsWeights: (specification: RunSpecification) => boolean,
): Promise<PublishedRecords> {
  mkdirSync(folder, { recursive: true });
  const target = createRecordStore(folder);
  const missing: RunSpecification[] = [];
  let records = 0;
  let checkpoints = 0;
  const copiedWhole = new Set<string>();
  const wanted = uniqueSpecifications(specifications).sort((left, right) => left.seed - right.seed);
  for (const specification of wanted) {
    const record = from.read(specificationHash(specification));
    if (record === undefined) {
      missing.push(specification);
      continue;
    }
    const cell = canonicalJson({ ...specification, seed: null });
    const isLowest = record.status === 'finished' && !copiedWhole.has(cell);
    if (isLowest) {
      copiedWhole.add(cell);
    }
    const weights = keepsWeights(specification) ? from.readWeights(record.hash) : undefined;
    await target.write(isLowest ? record : withoutPictures(record), weights);
    records += 1;
    checkpoints += Number(weights !== undefined);
  }
  await writeRecordIndex(target);
  return { records, checkpoints, missing };
}

function withoutPictures(record: RunRecord): RunRecord {
  if (record.status === 'failed') {
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
