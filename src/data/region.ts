import type { DatasetDescription } from './description';
import type { NdArray } from './ndArray';

/** Which recordings (or simulation) numbers come from; printed with every result. */
export interface DatasetIdentity {
  /** `simulated`, `antolik2016`, or the name of the user's folder. */
  readonly name: string;
  /**
   * Results on simulated data never answer the paper's question, so every table says which it is.
   */
  readonly kind: 'simulated' | 'real';
  /** SHA-256 over all files that are read. */
  readonly fingerprint: string;
  /** The same of what training and scoring read of each region; absent for a simulation. */
  readonly regionFingerprints?: Readonly<Record<number, string>> | undefined;
  /** What it says about itself; see `wordsFor`. */
  readonly description?: DatasetDescription | undefined;
}

/** What a run's name says about the data of a region. */
export function regionFingerprint(
  { fingerprint, regionFingerprints }: DatasetIdentity,
  region: number,
): string {
  return regionFingerprints?.[region] ?? fingerprint;
}

/** What only a simulation knows. */
export interface GroundTruth {
  /** Noise-free mean responses to the training images, [N, M]. */
  readonly trainingRates: NdArray;
  /** Noise-free mean responses to the test images, [T, M]. */
  readonly testRates: NdArray;
  /**
   * Linear receptive field of every neuron on the 31 x 31 source grid, [M, 31, 31] (for complex
   * cells the first of the quadrature pair).
   */
  readonly receptiveFields: NdArray;
  /** Receptive-field centre [row, column] in source pixels, [M, 2]. */
  readonly receptiveFieldCentres: NdArray;
  readonly cellTypes: readonly ('simple' | 'complex' | 'unresponsive')[];
}

/** One recorded (or simulated) patch of V1, preprocessed: the unit the models are trained on. */
export interface RegionData {
  readonly dataset: DatasetIdentity;
  readonly region: number;
  /** [N, 32, 32, 1] in [-1, 1]; N = 0 where a recording was opened without its training images. */
  readonly trainingImages: NdArray;
  /** [N, M], non-negative, in the unit of `responseScale`. */
  readonly trainingResponses: NdArray;
  /** [T, 32, 32, 1] in [-1, 1]. Never used for training or for choosing hyper-parameters. */
  readonly testImages: NdArray;
  /** [T, M], mean over trials where there are trials. */
  readonly testResponses: NdArray;
  /**
   * [R, T, M] single trials, NaN where one was not shown; absent means that no noise ceiling can be
   * given.
   */
  readonly testTrials: NdArray | undefined;
  /**
   * What a response of 1 is in the files: responses are divided by it, the mean training response
   * of the region, so that weights of losses mean the same in every recording; multiply by it to
   * get the unit of the files back. 1 in the simulation and in `antolik2016`, which stay as they
   * are.
   */
  readonly responseScale: number;
  readonly truth: GroundTruth | undefined;
  /** How its files store pixels; absent for images that no file holds. */
  readonly pixels?: {
    /** Lowest and highest possible one, which become -1 and 1. */
    readonly low: number;
    readonly high: number;
    /** How many lie outside, beyond rounding, and were clipped. */
    readonly clipped: number;
  };
  /** Classes of the images, where the folder has training_labels.npy and validation_labels.npy. */
  readonly labels?: Labels | undefined;
}

/** A class for every image, as numbers from 0 ... */
export interface Labels {
  readonly classes: readonly string[];
  /** [N] */
  readonly training: readonly number[];
  /** [T] */
  readonly test: readonly number[];
}

/** A folder of regions, opened but not yet read. */
export interface Dataset {
  readonly identity: DatasetIdentity;
  /** Where it lies on this machine; never part of a record. */
  readonly folder: string;
  /** The regions found, ascending. */
  readonly regions: readonly number[];
  /** Its files are read once. */
  readonly loadRegion: (region: number) => Promise<RegionData>;
}
