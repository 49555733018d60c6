import { mean } from 'simple-statistics';
import { column, type NdArray } from '../data/ndArray';
import { UserError } from '../errors';
import { pearsonCorrelation } from './pearsonCorrelation';
import { meanOfTrials } from './representationSimilarity';

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
  const all = [...Array(repeats).keys()];
  const halves: readonly ((trial: number) => boolean)[] = [(trial) => trial % 2 === 0, (trial) => trial < repeats / 2];
  return mean(
    halves.flatMap((isFirst) => {
      const [first, second] = [isFirst, (trial: number): boolean => !isFirst(trial)].map((isIn) => {
        const responses = meanOfTrials(trials, all.filter(isIn));
        return Array.from({ length: neurons }, (_, neuron) => column(responses, neuron));
      });
      return first.flatMap((one, i) => second.filter((_, j) => j !== i).map((other) => pearsonCorrelation(one, other)));
    }),
  );
}

/**
 * Participation ratio: how many dimensions the mean responses over images fill, from 1 to the number of neurons.
 * (sum of e)^2 / sum of e^2 over the eigenvalues e of the covariance matrix [M, M], which are its trace and the sum of its squared entries.
 * @param responses means over trials, [T, M]
 * @throws UserError when no response depends on the image.
 */
export function participationRatio(responses: NdArray): number {
  const deviations = Array.from({ length: responses.shape[1] }, (_, neuron) => {
    const values = column(responses, neuron);
    const average = mean(values);
    return values.map((value) => value - average);
  });
  const covariances = deviations.map((first) => deviations.map((second) => first.reduce((sum, value, image) => sum + value * second[image], 0)));
  const trace = covariances.reduce((sum, row, neuron) => sum + row[neuron], 0);
  if (trace === 0) {
    throw new UserError('A participation ratio needs responses that depend on the image.');
  }
  return trace ** 2 / covariances.flat().reduce((sum, covariance) => sum + covariance ** 2, 0);
}
