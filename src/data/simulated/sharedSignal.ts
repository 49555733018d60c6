import { mean } from 'simple-statistics';
import { UserError } from '../../errors';
import { isConstant } from '../../metrics/pearsonCorrelation';
import type { NdArray } from '../ndArray';

/** Mean of every neuron's response to every image over the chosen trials, one list of T images a neuron. */
function meanOverTrials({ shape, values }: NdArray, trials: readonly number[]): Float64Array[] {
  const [, images, neurons] = shape as [number, number, number];
  return Array.from({ length: neurons }, (_, neuron) =>
    Float64Array.from({ length: images }, (_unused, image) => mean(trials.map((trial) => values[(trial * images + image) * neurons + neuron]))),
  );
}

function centred(values: Float64Array): Float64Array {
  const average = mean(Array.from(values));
  return values.map((value) => value - average);
}

/** Values with mean 0 and length 1, so that the product of two lists is their correlation; 0 throughout for a constant neuron. */
function standardised(values: Float64Array): Float64Array {
  if (isConstant(values)) {
    return new Float64Array(values.length);
  }
  const deviations = centred(values);
  const length = Math.hypot(...deviations);
  return deviations.map((value) => value / length);
}

function product(first: Float64Array, second: Float64Array): number {
  return first.reduce((sum, value, index) => sum + value * second[index], 0);
}

/** Correlation of neuron i in one half of the trials with neuron j in the other, mean over all ordered pairs of different neurons. */
function correlationAcross(first: readonly Float64Array[], second: readonly Float64Array[]): number {
  const ones = first.map(standardised);
  const others = second.map(standardised);
  return mean(ones.flatMap((one, i) => others.filter((_, j) => j !== i).map((other) => product(one, other))));
}

/**
 * Signal correlation: how much different neurons prefer the same images.
 *
 * The correlation over images between the mean response of neuron i in one half of the trials and that of neuron j in the
 * other half, as a mean over all i and j that differ (both orders, and so both directions), then over two ways to halve the
 * trials: even and odd ones, first and last ones. The halves share no trial, so fluctuations that neurons have in common within
 * a trial do not enter; noise of single neurons lowers it, in simulation and recording alike. A constant neuron counts as 0.
 * @param trials [R, T, M]
 * @throws UserError with fewer than two trials or two neurons.
 */
export function signalCorrelation(trials: NdArray): number {
  const [repeats, , neurons] = trials.shape;
  if (trials.shape.length !== 3 || repeats < 2 || neurons < 2) {
    throw new UserError(`A signal correlation needs [R, T, M] trials of at least 2 neurons, at least 2 of each image, not [${trials.shape.join(', ')}].`);
  }
  const all = Array.from({ length: repeats }, (_, trial) => trial);
  const splits: readonly ((trial: number) => boolean)[] = [(trial) => trial % 2 === 0, (trial) => trial < repeats / 2];
  return mean(
    splits.map((isFirst) => {
      const first = meanOverTrials(trials, all.filter(isFirst));
      const second = meanOverTrials(trials, all.filter((trial) => !isFirst(trial)));
      return correlationAcross(first, second);
    }),
  );
}

/**
 * Participation ratio: how many dimensions the mean responses over images fill, from 1 to the number of neurons.
 * (sum of e)^2 / sum of e^2 over the eigenvalues e of the covariance matrix [M, M], which are its trace and the sum of its squared entries.
 * @param responses means over trials, [T, M]
 * @throws UserError when no response depends on the image.
 */
export function participationRatio({ shape, values }: NdArray): number {
  const [images, neurons] = shape as [number, number];
  const deviations = Array.from({ length: neurons }, (_, neuron) =>
    centred(Float64Array.from({ length: images }, (_unused, image) => values[image * neurons + neuron])),
  );
  let [trace, squares] = [0, 0];
  deviations.forEach((first, i) => {
    deviations.forEach((second, j) => {
      const covariance = product(first, second);
      if (i === j) trace += covariance;
      squares += covariance ** 2;
    });
  });
  if (trace === 0) {
    throw new UserError('A participation ratio needs responses that depend on the image.');
  }
  return trace ** 2 / squares;
}
