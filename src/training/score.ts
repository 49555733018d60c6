import { takeColumns, type NdArray } from '../data/ndArray';
import type { RegionData } from '../data/region';
import { UserError } from '../errors';
import { scoreReconstructions } from '../metrics/imageScores';
import { pearsonPerNeuron, poissonLoss } from '../metrics/responseScores';
import type { FittedModel } from '../models/fittedModel';

/**
 * What a model gives on the test images, in the words of a run of the records. A score that the
 * model does not have throws a UserError that says so when it is asked for.
 */
export interface Scores {
  /** Squared error per test image, mean over pixels in [-1, 1]. */
  readonly mse: number[];
  /** Peak signal-to-noise ratio per test image in dB, data range 2. */
  readonly psnr: number[];
  /** Structural similarity per test image (Wang et al. 2004). */
  readonly ssim: number[];
  /** Predicted test responses [T, M]. */
  readonly predictions: NdArray;
  /** Correlation with the responses over test images, one a neuron; 0 for a constant prediction. */
  readonly pcc: number[];
  /** How many neurons got a constant prediction. */
  readonly constantPredictions: number;
  /** On the test images, summed over neurons. */
  readonly poissonLoss: number;
}

/**
 * Scores a fitted model on the test images of a region.
 * @param neurons those that the model predicts, where it was not fitted to all
 * @throws UserError when a score is asked for that the model does not have, or when it predicts
 * another number of neurons
 * @example
 * for (const model of [fitLinearNonlinear(region), await fitEnergyModel(region)]) {
 *   show(mean(score(model, region).pcc));
 * }
 */
export function score(
  model: FittedModel,
  region: RegionData,
  { neurons = 'all' }: { readonly neurons?: 'all' | readonly number[] } = {},
): Scores & { readonly reconstructions: NdArray } {
  const { testImages } = region;
  const observed =
    neurons === 'all' ? region.testResponses : takeColumns(region.testResponses, neurons);
  const reconstructions = once(() => {
    if (model.reconstruct === undefined)
      throw new UserError(
        'This model reconstructs no images, so that it has no mse, psnr or ssim.',
      );
    return model.reconstruct(testImages);
  });
  const predictions = once(() => {
    if (model.predict === undefined)
      throw new UserError('This model predicts no responses, so that it has no pcc.');
    const predicted = model.predict(testImages);
    if (predicted.shape.join() !== observed.shape.join()) {
      throw new UserError(
        `The model predicts responses [${predicted.shape.join(', ')}], but those of the test ` +
          `images are [${observed.shape.join(', ')}]: name the neurons that it was fitted to.`,
      );
    }
    return predicted;
  });
  const images = once(() => scoreReconstructions(reconstructions(), testImages));
  const responses = once(() => pearsonPerNeuron(predictions(), observed));
  return {
    get mse() {
      return images().mse;
    },
    get psnr() {
      return images().psnr;
    },
    get ssim() {
      return images().ssim;
    },
    get reconstructions() {
      return reconstructions();
    },
    get predictions() {
      return predictions();
    },
    get pcc() {
      return responses().pcc;
    },
    get constantPredictions() {
      return responses().constantPredictions;
    },
    get poissonLoss() {
      return poissonLoss(predictions(), observed);
    },
  };
}

/** Computes when it is first asked for, and keeps it. */
function once<Value>(compute: () => Value): () => Value {
  let kept: { readonly value: Value } | undefined;
  return () => {
    kept ??= { value: compute() };
    return kept.value;
  };
}
