import { sizeOf, type NdArray } from '../data/ndArray';
import type { RegionData } from '../data/region';
import type { FittedModel } from '../models/fittedModel';
import { chooseRidge, fitRidge } from './ridge';
import { trainingParts, type Part } from './trainingParts';

/** Every neuron reads all numbers of an image, or of its features, linearly. */
export interface RidgeReadout extends FittedModel {
  /** [N, ...] as the region's images -> [N, M] */
  readonly predict: (images: NdArray) => NdArray;
  readonly parameters: number;
  /** The penalty that all neurons have. */
  readonly chosen: readonly number[];
}

/**
 * Ridge regression of all responses on the images of a region, pixels or features, by their kernel
 * where an image has more numbers than there are images; the penalty, one for all neurons, is
 * chosen on the validation images, a fifth of the training images.
 * @param seed of the split into training and validation images
 * @param refit whether the model with this penalty is fitted again, to all training images:
 * default no, as networks are not either
 * @throws UserError when the region was opened without training images
 * @example
 * const model = fitRidgeReadout(await features('conv_pw_9'), { seed: 1 });
 * score(model, await features('conv_pw_9')).pcc; // => one correlation a neuron
 */
export function fitRidgeReadout(
  region: RegionData,
  { seed = 1, refit = false }: { readonly seed?: number; readonly refit?: boolean } = {},
): RidgeReadout {
  const { training, validation } = trainingParts(region, seed);
  const dataOf = ({ images, responses }: Part) => ({ predictors: images, targets: responses });
  const { penalty, predict } = chooseRidge(dataOf(training), dataOf(validation));
  const all = { images: region.trainingImages, responses: region.trainingResponses };
  const numbers = sizeOf(training.images.shape.slice(1));
  return {
    predict: refit ? fitRidge(dataOf(all), penalty).predict : predict,
    parameters: (numbers + 1) * training.responses.shape[1],
    chosen: [penalty],
  };
}
