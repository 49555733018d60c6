import { mean, sampleVariance, standardDeviation, sum } from 'simple-statistics';
import type { NdArray } from '../data/ndArray';
import { UserError } from '../errors';
import { tBelow } from './significance';
import { holm } from './verdict';

const level = 0.05;
/** Degrees of freedom with which Student's t is a normal variable to nine digits. */
const asNormal = 1e9;

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
  /**
   * Whether the ceiling can be told from 0: images differ by more than the noise of single trials
   * does (F test, Holm's correction over the neurons, 5 %). A score divided by another one says
   * nothing.
   */
  readonly isReliable: readonly boolean[];
  /** Neurons whose signal power is not positive and whose ceiling therefore counts as 0. */
  readonly neuronsWithoutSignal: number;
}

interface ImageTrials {
  readonly image: number;
  /** Those that are there, at least two. */
  readonly responses: number[];
}

/** The images of trials [R, T, M] that one neuron was shown at least twice. */
function repeatedImages(neuron: number, { shape, values }: NdArray): ImageTrials[] {
  const [repeats, images, neurons] = shape;
  const repeated = Array.from({ length: images }, (_, image) => ({
    image,
    responses: Array.from(
      { length: repeats },
      (_trial, trial) => values[(trial * images + image) * neurons + neuron],
    ).filter((response) => !Number.isNaN(response)),
  })).filter(({ responses }) => responses.length > 1);
  if (repeated.length < 2)
    throw new UserError(
      'Noise can be told from signal by at least 2 trials of at least 2 images, but neuron ' +
        `${neuron} has them of ${repeated.length}.`,
    );
  return repeated;
}

const isBalanced = (ofImages: readonly number[][]): boolean =>
  ofImages.every(({ length }) => length === ofImages[0].length);

/** Mean over the trials of all images, every image counting alike. */
function meanOverImages(ofImages: readonly number[][]): number {
  return isBalanced(ofImages) ? mean(ofImages.flat()) : mean(ofImages.map(mean));
}

/** Variances over images of one neuron: of the signal, the mean over trials and single trials. */
interface Powers {
  readonly signal: number;
  readonly ofMean: number;
  readonly ofTrials: number;
}

/** Every image has as many trials: Schoppe et al. 2016. */
function balancedPowers(ofImages: readonly number[][]): Powers {
  const repeats = ofImages[0].length;
  const ofTrials = ofImages[0].map((_, trial) => ofImages.map((ofImage) => ofImage[trial]));
  const trialVariance = sum(ofTrials.map(sampleVariance));
  const sumVariance = sampleVariance(ofImages.map(sum));
  return {
    signal: (sumVariance - trialVariance) / (repeats * (repeats - 1)),
    ofMean: sumVariance / repeats ** 2,
    ofTrials: trialVariance / repeats,
  };
}

/** Images have different numbers of trials, at least two: one-way analysis of variance. */
function unbalancedPowers(ofImages: readonly number[][]): Powers {
  const noise = ofImages.map(sampleVariance);
  const ofMean = sampleVariance(ofImages.map(mean));
  const signal = ofMean - mean(noise.map((variance, image) => variance / ofImages[image].length));
  return { signal, ofMean, ofTrials: signal + mean(noise) };
}

/**
 * Probability that noise alone makes the means of images differ as much, by the F distribution of
 * the ratio of mean squares. Its cube root is nearly normal: Paulson (1942), An approximate
 * normalization of the analysis of variance distribution, Annals of Mathematical Statistics 13.
 */
function pWithoutSignal(ofImages: readonly number[][], { signal, ofMean }: Powers): number {
  if (signal <= 0) return 1;
  const ratio = ofMean / (ofMean - signal);
  if (!Number.isFinite(ratio)) return 0;
  const ofImage = 2 / (9 * (ofImages.length - 1));
  const ofNoise = 2 / (9 * sum(ofImages.map(({ length }) => length - 1)));
  const root = Math.cbrt(ratio);
  const distance = root * (1 - ofNoise) - (1 - ofImage);
  return tBelow(-distance / Math.sqrt(ofNoise * root ** 2 + ofImage), asNormal);
}

/**
 * Noise ceilings from repeated trials.
 *
 * SP = (Var(sum of trials) - sum of Var(trial)) / (R (R - 1)), CCmax = sqrt(SP / Var(mean over
 * trials)), FEV = SP / mean of Var(trial); variances run over images with ddof 1. Reference:
 * Schoppe et al. (2016), Measuring the performance of neural models, Frontiers in Computational
 * Neuroscience 10.
 *
 * A neuron whose images t have different numbers of trials R_t has no trials in common over which
 * to sum. With s_t^2 the variance over the trials of image t (ddof 1), SP = Var(mean over trials) -
 * mean of s_t^2 / R_t, CCmax as above, FEV = SP / (SP + mean of s_t^2). SP is unbiased whatever the
 * noise of single images is. Reference: Vardeman and Wendelberger (2005), The expected sample
 * variance of uncorrelated random variables with a common mean, Journal of Statistics Education 13.
 * An image shown once tells nothing about noise and is left out. Where numbers are equal, the two
 * agree but for differences between whole trials, which the second counts as noise.
 * @param trials [R trials, T images, M neurons], NaN where a trial was not shown
 * @throws UserError where a neuron has fewer than two images with two trials.
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
    const ofImages = repeatedImages(neuron, trials).map(({ responses }) => responses);
    const powers = isBalanced(ofImages) ? balancedPowers : unbalancedPowers;
    const found = powers(ofImages);
    const { signal, ofMean, ofTrials } = found;
    return {
      power: signal,
      p: pWithoutSignal(ofImages, found),
      ceiling: signal > 0 ? Math.sqrt(signal / ofMean) : 0,
      fraction: ofTrials > 0 ? signal / ofTrials : 0,
    };
  });
  return {
    signalPower: ofNeurons.map(({ power }) => power),
    correlationCeiling: ofNeurons.map(({ ceiling }) => ceiling),
    explainableFraction: ofNeurons.map(({ fraction }) => fraction),
    isReliable: holm(ofNeurons.map(({ p }) => p)).map((p) => p <= level),
    neuronsWithoutSignal: ofNeurons.filter(({ power }) => power <= 0).length,
  };
}

/**
 * Fraction of explainable variance explained (FEVE) of every neuron: 1 for a model that predicts
 * everything but the noise of single trials, 0 for its mean response.
 *
 * FEVE = 1 - (mean squared error on single trials - noise) / (variance of single trials - noise),
 * where the noise is the variance over trials (ddof 1), mean over images. Images with different
 * numbers of trials count alike in all three; those with one are left out. Unlike a correlation it
 * punishes a prediction of the wrong size; it can fall far below 0. Reference: Cadena et al.
 * (2019), Deep convolutional models improve predictions of macaque V1 responses, PLoS Computational
 * Biology 15.
 * @param predictions [T, M]
 * @param trials [R, T, M], NaN where a trial was not shown
 * @returns one a neuron; NaN where a neuron has no variance beyond its noise
 * @throws UserError where a neuron has fewer than two images with two trials, or predictions have
 * another shape.
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
    const repeated = repeatedImages(neuron, trials);
    const ofImages = repeated.map(({ responses }) => responses);
    const squaresFrom = (predicted: (image: number) => number): number =>
      meanOverImages(
        repeated.map(({ image, responses }) =>
          responses.map((response) => (response - predicted(image)) ** 2),
        ),
      );
    const noise = mean(ofImages.map(sampleVariance));
    const centre = mean(ofImages.map(mean));
    const variance = isBalanced(ofImages)
      ? standardDeviation(ofImages.flat()) ** 2
      : squaresFrom(() => centre);
    const explainable = variance - noise;
    const error = squaresFrom((image) => predictions.values[image * neurons + neuron]);
    return explainable > 0 ? 1 - (error - noise) / explainable : NaN;
  });
}
