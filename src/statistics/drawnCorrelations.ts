import type { NdArray } from '../data/ndArray';

/** A matrix [T, M] neuron by neuron, minus each neuron's mean over all images, so that sums of squares do not cancel. */
export interface CentredNeurons {
  readonly images: number;
  readonly means: Float64Array;
  /** [M, T] */
  readonly deviations: Float64Array;
}

export function centre({ shape, values }: NdArray): CentredNeurons {
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

export function countDraws(images: readonly number[]): DrawnImages {
  const times = new Map<number, number>();
  for (const image of images) times.set(image, (times.get(image) ?? 0) + 1);
  return { drawn: Uint32Array.from(times.keys()), counts: Float64Array.from(times.values()), total: images.length };
}

/** Correlation of every neuron over drawn images, one after the other; neurons whose prediction or response is constant there are left out. */
export function forEachCorrelation(
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
