import type { NdArray } from '../data/ndArray';
import type { DatasetIdentity } from '../data/region';

/** How well a baseline reconstructs the test images, one number per image. */
export interface BaselineReconstruction {
  readonly mse: readonly number[];
  readonly psnr: readonly number[];
  readonly ssim: readonly number[];
  /** Reconstructions of the example images, [10, 32, 32]. */
  readonly examples: NdArray;
}

/** What a region tells before anything is trained: test images, linear baselines, noise ceiling. */
export interface RegionEvidence {
  readonly dataset: DatasetIdentity;
  readonly region: number;
  readonly neurons: number;
  readonly trainingImages: number;
  readonly testImages: number;
  /** 0 without repeated trials. */
  readonly trials: number;
  readonly exampleIndices: readonly number[];
  /** The example test images, [10, 32, 32]. */
  readonly originals: NdArray;
  /** Test responses [T, M]. */
  readonly testResponses: NdArray;
  readonly meanImage: BaselineReconstruction;
  readonly dct64: BaselineReconstruction;
  /** PCA with 100 components, fitted on the training images. */
  readonly pca100: BaselineReconstruction;
  /** Test predictions [T, M] of the LN model and its PCC per neuron. */
  readonly linearNonlinear: { readonly predictions: NdArray; readonly pcc: readonly number[] };
  /** CCmax per neuron, 0 where the signal power is not positive; null without trials. */
  readonly noiseCeiling: readonly number[] | null;
}
