import { takeColumns, takeRows, type NdArray } from '../data/ndArray';
import type { RegionData } from '../data/region';
import { splitTraining } from '../data/split';
import { UserError } from '../errors';
import type { FittedModel } from '../models/fittedModel';

/** Some images of a region, and the responses to them. */
export interface Part {
  /** [N, side, side, 1] */
  readonly images: NdArray;
  /** [N, M] */
  readonly responses: NdArray;
}

/**
 * What a model may see of a region: the images that it is fitted to, and those that choose between
 * its fits; the same seed gives the parts on which networks are trained and validated.
 * @throws UserError without at least two training images and a row of responses for each
 */
export function trainingParts(
  { trainingImages, trainingResponses, region, dataset }: RegionData,
  seed: number,
): { readonly training: Part; readonly validation: Part } {
  const [images, rows] = [trainingImages.shape[0], trainingResponses.shape[0]];
  if (images < 2 || rows !== images) {
    throw new UserError(
      `Region ${region} of ${dataset.name} has ${images} training images and responses to ` +
        `${rows}: a model is fitted to at least 2 images and a row of responses for each.`,
    );
  }
  const split = splitTraining(trainingImages, seed);
  const part = (chosen: readonly number[]): Part => ({
    images: takeRows(trainingImages, chosen),
    responses: takeRows(trainingResponses, chosen),
  });
  return { training: part(split.training), validation: part(split.validation) };
}

/** Which of several fits each neuron takes: that with the least error, of equals the first. */
export function choosePerNeuron(
  fits: readonly NdArray[],
  observed: NdArray,
  error: (predicted: NdArray, observed: NdArray) => number,
): number[] {
  const neurons = observed.shape[1];
  return Array.from({ length: neurons }, (_, neuron) => {
    const errors = fits.map((predicted) =>
      error(takeColumns(predicted, [neuron]), takeColumns(observed, [neuron])),
    );
    return errors.indexOf(Math.min(...errors));
  });
}

/** A fitted rival of the paper's models, and the values that were chosen on validation images. */
export interface FittedRival extends FittedModel {
  readonly predict: (images: NdArray) => NdArray;
  readonly weights: Readonly<Record<string, NdArray>>;
  /** How many numbers were fitted. */
  readonly parameters: number;
  /** The value of the regulariser that each neuron took, or the one for all. */
  readonly chosen: readonly number[];
}
