import { type NdArray, takeColumns, takeRows } from '../data/ndArray';
import type { RegionData } from '../data/region';
import { pearsonPerNeuron } from '../metrics/pearsonPerNeuron';
import { poissonLoss } from '../metrics/poissonLoss';
import { scoreReconstructions } from '../metrics/scoreReconstructions';
import type { FailedTraining, TrainingResult } from '../training/training';
import { exampleIndices } from './exampleIndices';
import { protocolVersion } from './protocolVersion';
import type { FailedRecord, FinishedRecord, Provenance, ReconstructionScores, ResponseScores, RunRecord } from './record';
import { encodeArray } from './recordCodec';
import type { RunSpecification } from './specification';
import { specificationHash } from './specificationHash';

/**
 * The record of a training: its history and its scores on the test images.
 * A failed training, or one that produced a number that is not finite, becomes a failed record with its reason.
 */
export function buildRecord(
  specification: RunSpecification,
  region: RegionData,
  training: TrainingResult | FailedTraining,
  provenance: Provenance,
): RunRecord {
  if (training.status === 'failed') {
    return failedRecord(specification, 'diverged', training.reason, provenance);
  }
  const notFinite = firstNotFinite(training);
  if (notFinite !== undefined) {
    return failedRecord(specification, 'diverged', `The ${notFinite} of the trained model are not finite.`, provenance);
  }
  const reconstruction = training.reconstructions && reconstructionScores(training.reconstructions, region.testImages);
  const responses = training.predictions && responseScores(training.predictions, fittedResponses(specification, region));
  const record: FinishedRecord = {
    protocol: protocolVersion,
    hash: specificationHash(specification),
    specification,
    provenance,
    status: 'finished',
    summary: {
      mse: reconstruction && mean(reconstruction.mse),
      psnr: reconstruction && mean(reconstruction.psnr),
      ssim: reconstruction && mean(reconstruction.ssim),
      pcc: responses && mean(responses.pcc),
      validation: training.validation,
      steps: training.steps,
    },
    validationScores: training.validationScores,
    stages: training.stages,
    curves: training.curves,
    reconstruction,
    responses,
    readout: training.readout && {
      mask: encodeArray(training.readout.mask),
      featureWeights: encodeArray(training.readout.featureWeights),
    },
    ...(training.latent && { latent: training.latent }),
  };
  const score = firstNotFiniteScore(record);
  return score === undefined ? record : failedRecord(specification, 'diverged', `The ${score} on the test images is not finite.`, provenance);
}

export function failedRecord(
  specification: RunSpecification,
  cause: FailedRecord['cause'],
  reason: string,
  provenance: Provenance,
): FailedRecord {
  return { protocol: protocolVersion, hash: specificationHash(specification), specification, provenance, status: 'failed', cause, reason };
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

/** Test responses of the neurons that were fitted, [T, fitted]. */
function fittedResponses({ neurons }: RunSpecification, region: RegionData): NdArray {
  return neurons === 'all' ? region.testResponses : takeColumns(region.testResponses, neurons);
}

function firstNotFinite({ validation, stages, curves, reconstructions, predictions, readout, weights }: TrainingResult): string | undefined {
  const numbers: Record<string, readonly ArrayLike<number>[]> = {
    'validation values': [[validation], curves.validation, stages.map((stage) => stage.bestValidation)],
    'training losses': [curves.trainingLoss],
    weights: [...Object.values(weights), ...(readout ? [readout.mask, readout.featureWeights] : [])].map(({ values }) => values),
    reconstructions: reconstructions ? [reconstructions.values] : [],
    'predicted responses': predictions ? [predictions.values] : [],
  };
  return Object.keys(numbers).find((name) => !numbers[name].every(allFinite));
}

function firstNotFiniteScore({ reconstruction, responses }: FinishedRecord): string | undefined {
  const scores: Record<string, readonly number[]> = {
    MSE: reconstruction?.mse ?? [],
    PSNR: reconstruction?.psnr ?? [],
    SSIM: reconstruction?.ssim ?? [],
    'Poisson loss': responses ? [responses.poissonLoss] : [],
    PCC: responses?.pcc ?? [],
  };
  return Object.keys(scores).find((name) => !allFinite(scores[name]));
}

function allFinite(values: ArrayLike<number>): boolean {
  for (let index = 0; index < values.length; index++) {
    if (!Number.isFinite(values[index])) {
      return false;
    }
  }
  return true;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
