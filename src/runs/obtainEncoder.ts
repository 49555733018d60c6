import type { FailedTraining } from '../training/training';
import { isSettled, type RunRecord } from './record';
import type { RecordStore } from './recordStore';
import { findOrMake } from './runLock';
import { encoderRun, runLabel, type RunSpecification } from './specification';
import { specificationHash } from './specificationHash';
import type { Weights } from './weightsCodec';

export interface ObtainedEncoder {
  readonly status: 'obtained';
  readonly weights: Weights;
}

export interface ObtainEncoderOptions {
  readonly store: RecordStore | undefined;
  /** Trains a run and stores its record and weights. */
  readonly execute: (specification: RunSpecification) => Promise<RunRecord>;
  readonly signal?: AbortSignal | undefined;
}

/**
 * The weights on which a run with a frozen encoder builds: from the store, or, where it has none, trained now and stored, so
 * that no autoencoder is trained twice; while another process trains it, this one waits.
 * @returns undefined for a run without a frozen encoder; a failed training where the autoencoder's own failed
 */
export async function obtainEncoder(
  specification: RunSpecification,
  { store, execute, signal }: ObtainEncoderOptions,
): Promise<ObtainedEncoder | FailedTraining | undefined> {
  const encoder = encoderRun(specification);
  if (encoder === undefined) {
    return undefined;
  }
  if (store === undefined) {
    throw new Error(`${runLabel(specification)} needs a record store: the weights of its encoder are there.`);
  }
  const hash = specificationHash(encoder);
  const find = (): ObtainedEncoder | undefined => {
    const weights = store.readWeights(hash);
    return weights && { status: 'obtained', weights };
  };
  const train = async (): Promise<ObtainedEncoder | FailedTraining> => {
    const known = store.read(hash);
    const record = known?.status === 'failed' && isSettled(known) ? known : await execute(encoder);
    signal?.throwIfAborted();
    return record.status === 'finished'
      ? find()!
      : { status: 'failed', reason: `The autoencoder under the readout failed (${runLabel(encoder)}): ${record.reason}` };
  };
  return findOrMake<ObtainedEncoder | FailedTraining>(store.folder, hash, find, train, { signal });
}
