import { type NdArray, takeColumns, takeRows } from '../data/ndArray';
import type { RegionData } from '../data/region';
import { pearsonPerNeuron, poissonLoss } from '../metrics/responseScores';
import { scoreReconstructions } from '../metrics/imageScores';
import type { FailedTraining, TrainingResult } from '../training/training';
import type {
  FailedRecord,
  Provenance,
  ReconstructionScores,
  ResponseScores,
  RunRecord,
} from './record';
import { encodeArray } from './recordCodec';
import type { RunSpecification } from './specification';
import { protocolVersion, specificationHash } from './specificationHash';

const exampleCount = 10;

/**
 * Which test images a record keeps as pictures: ten, evenly spaced, the same for every run; all
 * where there are fewer.
 */
export function exampleIndices(testImages: number): number[] {
  const kept = Math.min(exampleCount, testImages);
  return Array.from({ length: kept }, (_, index) => Math.floor((index * testImages) / kept));
}

/**
 * The record of a training: its history and its scores on the test images.
 * A failed training, or one that produced a number that is not finite, becomes a failed record with
 * its reason.
 */
export function buildRecord(
  specification: RunSpecification,
  region: RegionData,
  training: TrainingResult | FailedTraining,
  provenance: Provenance,
): RunRecord {
  const diverged = (reason: string): FailedRecord =>
    failedRecord(specification, 'diverged', reason, provenance);
  if (training.status === 'failed') return diverged(training.reason);
  const {
    steps,
    validation,
    validationScores,
    stages,
    curves,
    reconstructions,
    predictions,
    readout,
    latent,
    weights,
    responsesShare,
  } = training;
  const notFinite = firstNotFinite({
    'validation values': [
      [validation],
      curves.validation,
      stages.map((stage) => stage.bestValidation),
    ],
    'training losses': [curves.trainingLoss],
    weights: [...Object.values(weights), readout?.mask, readout?.featureWeights].map(
      (array) => array?.values,
    ),
    reconstructions: [reconstructions?.values],
    'predicted responses': [predictions?.values],
  });
  if (notFinite !== undefined)
    return diverged(`The ${notFinite} of the trained model are not finite.`);
  const reconstruction =
    reconstructions && reconstructionScores(reconstructions, region.testImages);
  const { neurons } = specification;
  const responses =
    predictions &&
    responseScores(
      predictions,
      neurons === 'all' ? region.testResponses : takeColumns(region.testResponses, neurons),
    );
  const score = firstNotFinite({
    MSE: [reconstruction?.mse],
    PSNR: [reconstruction?.psnr],
    SSIM: [reconstruction?.ssim],
    'Poisson loss': [responses ? [responses.poissonLoss] : undefined],
    PCC: [responses?.pcc],
  });
  if (score !== undefined) return diverged(`The ${score} on the test images is not finite.`);
  return {
    ...namedBy(specification, { ...provenance, execution: training.execution }),
    status: 'finished',
    summary: {
      mse: reconstruction && mean(reconstruction.mse),
      psnr: reconstruction && mean(reconstruction.psnr),
      ssim: reconstruction && mean(reconstruction.ssim),
      pcc: responses && mean(responses.pcc),
      validation,
      steps,
    },
    validationScores,
    stages,
    curves,
    reconstruction,
    responses,
    readout: readout && {
      mask: encodeArray(readout.mask),
      featureWeights: encodeArray(readout.featureWeights),
    },
    ...(responsesShare !== undefined && { responsesShare }),
    ...(latent && { latent }),
  };
}

export function failedRecord(
  specification: RunSpecification,
  cause: FailedRecord['cause'],
  reason: string,
  provenance: Provenance,
): FailedRecord {
  return { ...namedBy(specification, provenance), status: 'failed', cause, reason };
}

function namedBy(
  specification: RunSpecification,
  provenance: Provenance,
): Pick<RunRecord, 'protocol' | 'hash' | 'specification' | 'provenance'> {
  return {
    protocol: protocolVersion,
    hash: specificationHash(specification),
    specification,
    provenance,
  };
}

function reconstructionScores(reconstructions: NdArray, images: NdArray): ReconstructionScores {
  const [count, height, width] = images.shape;
  const kept = exampleIndices(count);
  const examples = takeRows(reconstructions, kept);
  return {
    ...scoreReconstructions(reconstructions, images),
    exampleIndices: kept,
    examples: encodeArray({ shape: [kept.length, height, width], values: examples.values }),
  };
}

function responseScores(predictions: NdArray, responses: NdArray): ResponseScores {
  return {
    predictions: encodeArray(predictions),
    ...pearsonPerNeuron(predictions, responses),
    poissonLoss: poissonLoss(predictions, responses),
  };
}

/** The first name with a number that is not finite among its arrays. */
function firstNotFinite(
  numbers: Readonly<Record<string, readonly (ArrayLike<number> | undefined)[]>>,
): string | undefined {
  return Object.keys(numbers).find(
    (name) =>
      !numbers[name].every((values) => Array.prototype.every.call(values ?? [], Number.isFinite)),
  );
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
