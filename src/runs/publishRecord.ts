import { isSettled, type EncodedArray, type FinishedRecord, type RunRecord } from './record';
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
