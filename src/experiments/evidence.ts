import { fitLinearNonlinear } from '../baselines/linearNonlinear';
import { reconstructWithCosines } from '../baselines/cosineTransform';
import { reconstructWithMeanImage } from '../baselines/meanImage';
import { principalAxes } from '../baselines/principalAxes';
import { reconstructWithPrincipalComponents } from '../baselines/principalComponents';
import { takeRows, type NdArray } from '../data/ndArray';
import type { DatasetIdentity, RegionData } from '../data/region';
import { describeCalibration, type CalibrationRow } from '../data/simulated';
import { noiseCeiling, type NoiseCeiling } from '../metrics/noiseCeiling';
import { pearsonPerNeuron } from '../metrics/pearsonPerNeuron';
import { scoreReconstructions, type ImageScores } from '../metrics/scoreReconstructions';
import { exampleIndices } from '../runs/exampleIndices';
import { locatedFields, type LocatedField } from './locatedFields';

/** How well a baseline reconstructs the test images, one number per image. */
export interface BaselineReconstruction extends ImageScores {
  /** Reconstructions of the example images, [10, 32, 32, 1]. */
  readonly examples: NdArray;
}

/** What a region tells before anything is trained: test images, linear baselines, noise ceiling. */
export interface RegionEvidence {
  readonly dataset: DatasetIdentity;
  readonly region: number;
  readonly neurons: number;
  readonly trainingImages: number;
  /** 0 without repeated trials. */
  readonly trials: number;
  /** Which test images are shown in pictures. */
  readonly exampleIndices: readonly number[];
  /** All test images, [T, 32, 32, 1] in [-1, 1]. */
  readonly testStimuli: NdArray;
  /** Test responses [T, M]. */
  readonly testResponses: NdArray;
  readonly meanImage: BaselineReconstruction;
  readonly dct64: BaselineReconstruction;
  /** PCA with 100 components, fitted on the training images. */
  readonly pca100: BaselineReconstruction;
  /** Test predictions [T, M] of the LN model and its PCC per neuron. */
  readonly linearNonlinear: { readonly predictions: NdArray; readonly pcc: readonly number[] };
  /** null without repeated trials. */
  readonly noiseCeiling: NoiseCeiling | null;
  /** The region beside what was measured on the recordings of the paper; null where it is not one of theirs or has no trials. */
  readonly calibration: readonly CalibrationRow[] | null;
  /** Receptive fields beside where they were located, one a neuron; null for recordings. */
  readonly locatedFields: readonly LocatedField[] | null;
}

/** Seed of the 80/20 split in which the LN model chooses its penalties and receptive fields are located. */
const splitSeed = 1;

function isCalibrated({ dataset, region, testTrials }: RegionData): boolean {
  return dataset.name === 'simulated' && region <= 3 && testTrials !== undefined;
}

/** Fits the linear baselines of a region and scores them on its test images; a few seconds with the native library. */
export function gatherEvidence(region: RegionData): RegionEvidence {
  const shown = exampleIndices(region.testImages.shape[0]);
  const score = (reconstructions: NdArray): BaselineReconstruction => ({
    ...scoreReconstructions(reconstructions, region.testImages),
    examples: takeRows(reconstructions, shown),
  });
  const { predictions } = fitLinearNonlinear(region, splitSeed);
  return {
    dataset: region.dataset,
    region: region.region,
    neurons: region.testResponses.shape[1],
    trainingImages: region.trainingImages.shape[0],
    trials: region.testTrials?.shape[0] ?? 0,
    exampleIndices: shown,
    testStimuli: region.testImages,
    testResponses: region.testResponses,
    meanImage: score(reconstructWithMeanImage(region.testImages, region.trainingImages)),
    dct64: score(reconstructWithCosines(region.testImages, 64)),
    pca100: score(reconstructWithPrincipalComponents(region.testImages, 100, principalAxes(region.trainingImages))),
    linearNonlinear: { predictions, pcc: pearsonPerNeuron(predictions, region.testResponses).pcc },
    noiseCeiling: region.testTrials ? noiseCeiling(region.testTrials) : null,
    calibration: isCalibrated(region) ? describeCalibration(region, predictions) : null,
    locatedFields: locatedFields(region, splitSeed),
  };
}
