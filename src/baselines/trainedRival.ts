import type { NdArray } from '../data/ndArray';
import type { RegionData } from '../data/region';
import { createImageNetwork } from '../models/network';
import type { Readout } from '../models/readout';
import { trainNetwork } from '../training/train';
import type { Hyperparameters, TrainedModel, TrainingOptions } from '../training/training';
import { trainingParts, type FittedRival } from './trainingParts';

export interface TrainedRivalOptions extends Pick<TrainingOptions, 'signal' | 'onProgress'> {
  /** Of initial values, split and batches; default 1. */
  readonly seed?: number | undefined;
  /** Factors on the regulariser to choose from; each is one training. */
  readonly penalties?: readonly number[] | undefined;
  /** Upper bound on the steps of one training; default 10,000. */
  readonly maxSteps?: number | undefined;
  /** One a stage. */
  readonly learningRates?: readonly number[] | undefined;
}

/** A rival that is trained as networks are; `chosen` is its one factor on the regulariser. */
export interface TrainedRival extends Omit<TrainedModel, 'predict' | 'parameters'>, FittedRival {
  /** Every factor that was tried, and what it gave on the validation images. */
  readonly tried: readonly {
    readonly penalty: number;
    readonly validation: number;
    readonly steps: number;
  }[];
}

/** The protocol of Klindt et al. (2017), as in the code that they published. */
export const klindtProtocol = {
  learningRates: [1e-3, 1e-3 / 3, 1e-3 / 9], // "divided by 3 twice"
  batchSize: 256,
  validationInterval: 50,
  patience: 500, // ten validations
  maxSteps: 10_000,
} as const;

/**
 * Trains a model that looks at the image itself by the protocol of Klindt et al. (2017), once for
 * each factor on its regulariser, and takes the training with the best validation value.
 * @param readoutOf the model, given the training images without those for validation; its `predict`
 * is given images in the place of a layer
 */
export async function trainRival(
  region: RegionData,
  readoutOf: (trainingImages: NdArray) => Readout,
  {
    seed = 1,
    penalties = [1],
    maxSteps = klindtProtocol.maxSteps,
    learningRates = klindtProtocol.learningRates,
    ...options
  }: TrainedRivalOptions,
): Promise<TrainedRival> {
  const network = createImageNetwork(readoutOf(trainingParts(region, seed).training.images));
  const { batchSize, patience, validationInterval } = klindtProtocol;
  const hyperparametersWith = (readoutSparsity: number): Hyperparameters => ({
    alpha: 0,
    beta: 1,
    readoutSparsity,
    activationSparsity: 0,
    sparseLayer: 1,
    learningRate: learningRates[0],
    batchSize,
    patience,
    validationInterval: Math.min(validationInterval, maxSteps),
    stages: 1,
    maxSteps,
    augmentation: 'none',
    weightDecay: 0,
  });
  const trained: { readonly penalty: number; readonly model: TrainedModel }[] = [];
  for (const penalty of penalties) {
    const model = await trainNetwork(
      network,
      { task: 'NRS', seed, hyperparameters: hyperparametersWith(penalty) },
      region,
      { ...options, learningRates },
    );
    trained.push({ penalty, model });
  }
  const best = trained.reduce((first, other) =>
    other.model.validation < first.model.validation ? other : first,
  );
  return {
    ...best.model,
    predict: best.model.predict!,
    chosen: [best.penalty],
    tried: trained.map(({ penalty, model: { validation, steps } }) => ({
      penalty,
      validation,
      steps,
    })),
  };
}
