import { findOrMake, type WaitingOptions } from '../claim';
import { regionFingerprint, type RegionData } from '../data/region';
import { UserError } from '../errors';
import type {
  FailedTraining,
  TrainingOptions,
  TrainingRequest,
  TrainingResult,
} from '../training/training';
import { buildRecord, failedRecord } from './buildRecord';
import { provenance } from './provenance';
import { isSettled, type ComputeDevice, type RunRecord } from './record';
import type { Weights } from './recordCodec';
import type { RecordStore } from './recordStore';
import { encoderRun, runLabel, teacherRun, type RunSpecification } from './specification';
import { specificationHash } from './specificationHash';

/** What trains: `src/training` on this process's TensorFlow, or a stand-in in tests. */
export interface Trainer {
  readonly train: (
    request: TrainingRequest,
    region: RegionData,
    options?: TrainingOptions,
  ) => Promise<TrainingResult | FailedTraining>;
  readonly device: () => Promise<ComputeDevice>;
}

export interface ExecuteRunOptions extends TrainingOptions {
  /** Receives the record and the weights. */
  readonly store: RecordStore;
  readonly trainer: Trainer;
}

/**
 * One specification from start to end in this process: trains, scores on the test images, stores.
 * An error inside the training becomes a failed record. An interrupted training is returned but
 * never stored: it is not what its specification says.
 * @throws UserError when the data are not those of the specification, or the record cannot be
 * written
 */
export async function executeRun(
  specification: RunSpecification,
  recorded: RegionData,
  options: ExecuteRunOptions,
): Promise<RunRecord> {
  requireSameData(specification, recorded);
  const { store, trainer, ...trainingOptions } = options;
  const device = await trainer.device();
  const startedAt = new Date();
  let record: RunRecord;
  let weights: TrainingResult['weights'] | undefined;
  try {
    const { region, training } = await trainOnOthers();
    record = buildRecord(
      specification,
      region,
      training,
      provenance(device, startedAt, new Date()),
    );
    weights =
      training.status === 'finished' && record.status === 'finished' ? training.weights : undefined;
  } catch (error) {
    if (error instanceof UserError) throw error;
    record = failedRecord(
      specification,
      'crashed',
      `The training threw an error: ${String(error)}`,
      provenance(device, startedAt, new Date()),
    );
  }
  if (!options.signal?.aborted) await store.write(record, weights);
  return record;

  async function trainOnOthers(): Promise<{
    readonly region: RegionData;
    readonly training: TrainingResult | FailedTraining;
  }> {
    const failed = (reason: string) =>
      ({ region: recorded, training: { status: 'failed', reason } }) as const;
    const obtain = (run: RunSpecification | undefined, role: string) =>
      obtainWeights(run, role, recorded, options);
    const teacher = await obtain(teacherRun(specification), 'teacher');
    if (typeof teacher === 'string') return failed(teacher);
    const encoderWeights = await obtain(encoderRun(specification), 'autoencoder under the readout');
    if (typeof encoderWeights === 'string') return failed(encoderWeights);
    const region = await answeringRegion(specification, recorded, teacher);
    const training = await trainer.train(specification, region, {
      ...trainingOptions,
      encoderWeights,
    });
    return { region, training };
  }
}

export interface ObtainRecordOptions extends ExecuteRunOptions, WaitingOptions {
  readonly loadRegion: (region: number) => Promise<RegionData>;
  /** Trains even where there is a record. */
  readonly fresh?: boolean;
}

/**
 * The record of a specification: from the store, awaited from another process that is training it,
 * or trained in this process. A failed record is returned as it is; only `fresh` tries again here,
 * in the process of a notebook or a command. An interrupted training is returned without being
 * stored.
 */
export function obtainRecord(
  specification: RunSpecification,
  options: ObtainRecordOptions,
): Promise<RunRecord> {
  const { store, loadRegion, fresh = false } = options;
  const hash = specificationHash(specification);
  const find = (): RunRecord | undefined => (fresh ? undefined : store.read(hash));
  const train = async (): Promise<RunRecord> =>
    executeRun(specification, await loadRegion(specification.region), options);
  return findOrMake(store.claimPath(hash), find, train, options);
}

/** The region with the responses that a run is told. */
async function answeringRegion(
  { responses, seed, teacher }: RunSpecification,
  recorded: RegionData,
  weights: Weights | undefined,
): Promise<RegionData> {
  if (responses === undefined) return recorded;
  // Loaded late: it loads tfjs, whose backend and threads a command chooses first.
  const { withResponses } = await import('../training/replaceResponses.js');
  return withResponses(
    recorded,
    responses,
    seed,
    teacher && weights && { layer: teacher.layer, weights },
  );
}

/**
 * The weights of a run on which another builds: from the store, or, where it has none, trained now
 * and stored, so that no autoencoder is trained twice; while another process trains it, this one
 * waits.
 * @returns undefined for no run; the reason where its training failed
 */
async function obtainWeights(
  run: RunSpecification | undefined,
  role: string,
  region: RegionData,
  options: ExecuteRunOptions,
): Promise<Weights | string | undefined> {
  const { store, signal } = options;
  if (run === undefined) return undefined;
  const hash = specificationHash(run);
  return findOrMake<Weights | string>(
    store.claimPath(hash),
    () => store.readWeights(hash),
    async () => {
      const known = store.read(hash);
      const record =
        known?.status === 'failed' && isSettled(known)
          ? known
          : await executeRun(run, region, options);
      signal?.throwIfAborted();
      return record.status === 'finished'
        ? store.readWeights(hash)!
        : `The ${role} failed (${runLabel(run)}): ${record.reason}`;
    },
    options,
  );
}

function requireSameData(specification: RunSpecification, region: RegionData): void {
  const fingerprint = regionFingerprint(region.dataset, region.region);
  if (specification.dataFingerprint !== fingerprint || specification.region !== region.region) {
    throw new UserError(
      `The run asks for region ${specification.region} of "${specification.dataset}" with fingerprint ${specification.dataFingerprint}, ` +
        `but region ${region.region} of "${region.dataset.name}" with fingerprint ${fingerprint} was loaded; open the data set again.`,
    );
  }
}
