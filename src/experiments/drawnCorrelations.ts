import { mean } from 'simple-statistics';
import type { NdArray } from '../data/ndArray';
import { requireSameShape } from '../metrics/requireSame';
import type { ResampledStatistic } from '../metrics/bootstrap';

/** A matrix [T, M] neuron by neuron, minus each neuron's mean over all images, so that sums of squares do not cancel. */
interface CentredNeurons {
  readonly images: number;
  readonly means: Float64Array;
  /** [M, T] */
  readonly deviations: Float64Array;
}

function centre({ shape, values }: NdArray): CentredNeurons {
  const [images, neurons] = shape as [number, number];
  const means = new Float64Array(neurons);
  const deviations = new Float64Array(neurons * images);
  for (let neuron = 0; neuron < neurons; neuron++) {
    for (let image = 0; image < images; image++) means[neuron] += values[image * neurons + neuron] / images;
    for (let image = 0; image < images; image++) {
      deviations[neuron * images + image] = values[image * neurons + neuron] - means[neuron];
    }
  }
  return { images, means, deviations };
}

/** The rule of `isConstant`, for deviations from a mean. */
function isConstantAround(centreValue: number, lowest: number, highest: number): boolean {
  return highest - lowest <= 1e-6 * Math.max(Math.abs(centreValue + lowest), Math.abs(centreValue + highest));
}

/** Distinct drawn images and how often each was drawn. */
interface DrawnImages {
  readonly drawn: Uint32Array;
  readonly counts: Float64Array;
  readonly total: number;
}

const knownDraws = new WeakMap<readonly number[], DrawnImages>();

/** Counted once for a draw that many trainings are scored on; a drawn list never changes. */
function countDraws(images: readonly number[]): DrawnImages {
  const known = knownDraws.get(images);
  if (known !== undefined) return known;
  const times = new Map<number, number>();
  for (const image of images) times.set(image, (times.get(image) ?? 0) + 1);
  const counted = { drawn: Uint32Array.from(times.keys()), counts: Float64Array.from(times.values()), total: images.length };
  knownDraws.set(images, counted);
  return counted;
}

/** Correlation of every neuron over drawn images, one after the other; neurons whose prediction or response is constant there are left out. */
function forEachCorrelation(
  x: CentredNeurons,
  y: CentredNeurons,
  { drawn, counts, total }: DrawnImages,
  visit: (correlation: number) => void,
): void {
  for (let neuron = 0; neuron < x.means.length; neuron++) {
    const offset = neuron * x.images;
    let [sumX, sumY, squaresX, squaresY, products] = [0, 0, 0, 0, 0];
    let [lowestX, highestX, lowestY, highestY] = [Infinity, -Infinity, Infinity, -Infinity];
    for (let position = 0; position < drawn.length; position++) {
      const valueX = x.deviations[offset + drawn[position]];
      const valueY = y.deviations[offset + drawn[position]];
      const weightedX = counts[position] * valueX;
      const weightedY = counts[position] * valueY;
      sumX += weightedX;
      sumY += weightedY;
      squaresX += weightedX * valueX;
      squaresY += weightedY * valueY;
      products += weightedX * valueY;
      if (valueX < lowestX) lowestX = valueX;
      if (valueX > highestX) highestX = valueX;
      if (valueY < lowestY) lowestY = valueY;
      if (valueY > highestY) highestY = valueY;
    }
    if (isConstantAround(x.means[neuron], lowestX, highestX) || isConstantAround(y.means[neuron], lowestY, highestY)) continue;
    const covariance = total * products - sumX * sumY;
    const variances = (total * squaresX - sumX * sumX) * (total * squaresY - sumY * sumY);
    visit(Math.max(-1, Math.min(1, covariance / Math.sqrt(variances))));
  }
}

/** What is added up over the neurons of one training, and what the sum is divided by. */
export interface NeuronSum {
  readonly term: (correlation: number) => number;
  readonly divisor: number;
}

/**
 * A sum over neurons of something made from their correlations, as a function of the images and trainings drawn in a bootstrap;
 * averaged over the drawn trainings. Neurons that are constant on the drawn images add nothing.
 * @param caller named where the shapes differ
 * @param predictions [T, M] of every training
 * @param responses [T, M]
 */
export function resampledSum(caller: string, predictions: readonly NdArray[], responses: NdArray, { term, divisor }: NeuronSum): ResampledStatistic {
  predictions.forEach((matrix) => requireSameShape(caller, matrix, responses));
  const recorded = centre(responses);
  const predicted = predictions.map(centre);
  return (images, seeds) => {
    const drawn = countDraws(images);
    const ofTraining = new Map<number, number>();
    for (const seed of new Set(seeds)) {
      let sum = 0;
      forEachCorrelation(predicted[seed], recorded, drawn, (correlation) => {
        sum += term(correlation);
      });
      ofTraining.set(seed, sum / divisor);
    }
    return mean(seeds.map((seed) => ofTraining.get(seed)!));
  };
}
