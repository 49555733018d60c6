import { mean, sampleVariance, standardDeviation, sum } from 'simple-statistics';
import type { NdArray } from '../data/ndArray';
import { UserError } from '../errors';

/**
 * What repeated trials say about how well each neuron can be predicted at all; arrays of M neurons.
 */
export interface NoiseCeiling {
  /**
   * Variance of the stimulus-driven part of the response; its unbiased estimate can fall below 0.
   */
  readonly signalPower: readonly number[];
  /**
   * CCmax: the largest correlation a model can reach with the mean over trials; 0 where the signal
   * power is not positive.
   */
  readonly correlationCeiling: readonly number[];
  /** FEV: signal power as a fraction of the mean variance of single trials; can fall below 0. */
  readonly explainableFraction: readonly number[];
  /** Neurons whose signal power is not positive and whose ceiling therefore counts as 0. */
  readonly neuronsWithoutSignal: number;
}

/** The responses of one neuron, by trial [R][T] and by image [T][R]. */
function responsesOf(
  neuron: number,
  { shape: [repeats, images, neurons], values }: NdArray,
): { readonly ofTrials: number[][]; readonly ofImages: number[][] } {
  const ofTrials = Array.from({ length: repeats }, (_, trial) =>
    Array.from(
      { length: images },
      (_image, image) => values[(trial * images + image) * neurons + neuron],
    ),
  );
  return {
    ofTrials,
    ofImages: ofTrials[0].map((_, image) => ofTrials.map((responses) => responses[image])),
  };
}

/**
 * Noise ceilings from repeated trials.
 * SP = (Var(sum of trials) - sum of Var(trial)) / (R (R - 1)), CCmax = sqrt(SP / Var(mean over
 * trials)), FEV = SP / mean of Var(trial); variances run over images with ddof 1. Reference:
 * Schoppe et al. (2016), Measuring the performance of neural models, Frontiers in Computational
 * Neuroscience 10.
 * @param trials [R trials, T images, M neurons]
 * @throws UserError with fewer than two trials or two images.
 */
export function noiseCeiling(trials: NdArray): NoiseCeiling {
  const [repeats, images, neurons] = trials.shape as [number, number, number];
  if (trials.shape.length !== 3 || repeats < 2 || images < 2) {
    throw new UserError(
      'A noise ceiling needs trials of shape [R, T, M] with at least 2 trials of at least 2 ' +
        `images, but their shape is [${trials.shape.join(', ')}].`,
    );
  }
  const ofNeurons = Array.from({ length: neurons }, (_, neuron) => {
    const { ofTrials, ofImages } = responsesOf(neuron, trials);
    const trialVariance = sum(ofTrials.map(sampleVariance));
    const sumVariance = sampleVariance(ofImages.map(sum));
    const power = (sumVariance - trialVariance) / (repeats * (repeats - 1));
    const ceiling = power > 0 ? Math.sqrt(power / (sumVariance / repeats ** 2)) : 0;
    return { power, ceiling, fraction: trialVariance > 0 ? power / (trialVariance / repeats) : 0 };
  });
  return {
    signalPower: ofNeurons.map(({ power }) => power),
    correlationCeiling: ofNeurons.map(({ ceiling }) => ceiling),
    explainableFraction: ofNeurons.map(({ fraction }) => fraction),
    neuronsWithoutSignal: ofNeurons.filter(({ power }) => power <= 0).length,
  };
}

/**
 * Fraction of explainable variance explained (FEVE) of every neuron: 1 for a model that predicts
 * everything but the noise of single trials, 0 for its mean response.
 *
 * FEVE = 1 - (mean squared error on single trials - noise) / (variance of single trials - noise),
 * where the noise is the variance over trials (ddof 1), mean over images. Unlike a correlation it
 * punishes a prediction of the wrong size; it can fall far below 0. Reference: Cadena et al.
 * (2019), Deep convolutional models improve predictions of macaque V1 responses, PLoS Computational
 * Biology 15.
 * @param predictions [T, M]
 * @param trials [R, T, M]
 * @returns one a neuron; NaN where a neuron has no variance beyond its noise
 * @throws UserError with fewer than two trials, or predictions of another shape.
 */
export function explainableVarianceExplained(predictions: NdArray, trials: NdArray): number[] {
  const [repeats, images, neurons] = trials.shape as [number, number, number];
  if (
    trials.shape.length !== 3 ||
    repeats < 2 ||
    predictions.shape.join() !== [images, neurons].join()
  ) {
    throw new UserError(
      'FEVE needs trials [R, T, M] with at least 2 trials and predictions [T, M], but got ' +
        `[${trials.shape.join(', ')}] and [${predictions.shape.join(', ')}].`,
    );
  }
  return Array.from({ length: neurons }, (_, neuron) => {
    const { ofImages } = responsesOf(neuron, trials);
    const noise = mean(ofImages.map(sampleVariance));
    const explainable = standardDeviation(ofImages.flat()) ** 2 - noise;
    const error = mean(
      ofImages.flatMap((ofImage, image) =>
        ofImage.map((response) => (response - predictions.values[image * neurons + neuron]) ** 2),
      ),
    );
    return explainable > 0 ? 1 - (error - noise) / explainable : NaN;
  });
}
