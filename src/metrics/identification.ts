import { ndArray, rowView, type NdArray } from '../data/ndArray';
import { UserError } from '../errors';
import { requireSameShape } from './requireSame';
import { isConstant } from './responseScores';

/** Every row minus what is common, of mean 0 and length 1; 0 where nothing is left. */
function unitRows(array: NdArray, common: ArrayLike<number>): Float64Array[] {
  return Array.from({ length: array.shape[0] }, (_, image) => {
    const row = Float64Array.from(rowView(array, image), (value, entry) => value - common[entry]);
    if (isConstant(row)) return row.fill(0);
    const mean = row.reduce((sum, value) => sum + value, 0) / row.length;
    const centred = row.map((value) => value - mean);
    const length = Math.sqrt(centred.reduce((sum, value) => sum + value * value, 0));
    return centred.map((value) => value / length);
  });
}

/**
 * How much every decoded image, or its features, or responses to it, are like every one that was
 * shown: Pearson's correlation of what is left without what all images have in common. What is
 * constant then has correlation 0 with everything.
 * @param decoded [T, ...]
 * @param shown [T, ...], in the same order
 * @param common numbers of one row: the mean over the training images
 * @returns [T decoded, T shown]
 * @throws UserError when the shapes differ
 */
export function similarities(decoded: NdArray, shown: NdArray, common: ArrayLike<number>): NdArray {
  requireSameShape('similarities', decoded, shown);
  const count = decoded.shape[0];
  const [rows, columns] = [unitRows(decoded, common), unitRows(shown, common)];
  const values = new Float32Array(count * count);
  rows.forEach((row, image) => {
    columns.forEach((other, candidate) => {
      let product = 0;
      for (let entry = 0; entry < row.length; entry++) product += row[entry] * other[entry];
      values[image * count + candidate] = product;
    });
  });
  return ndArray([count, count], values);
}

/**
 * Identification: how often the image that was shown is the most similar one among n candidates, it
 * and n - 1 others of the test images (Kay et al. 2008, Identifying natural images from human brain
 * activity, Nature 452). Chance is 1 / n. Nothing is drawn: with w of the T - 1 others more similar
 * than the right one, a set of n - 1 of them has none of those with probability C(T - 1 - w, n - 1)
 * / C(T - 1, n - 1), and of equal candidates each is as likely to be taken.
 * @param similarity [T, T], the right candidate on the diagonal
 * @param candidates n, from 2 to T
 * @returns probability for each of the T images; its mean is the share that is identified
 * @throws UserError for another matrix, and for n outside its range
 * @example
 * mean(identification(similarities(decoded, testImages, meanImage), 10)); // by chance .1
 */
export function identification({ shape, values }: NdArray, candidates: number): number[] {
  const count = shape[0];
  if (shape.length !== 2 || shape[1] !== count || !(candidates >= 2 && candidates <= count))
    throw new UserError(
      'Identification needs a square matrix of similarities and 2 candidates at least, all ' +
        `images at most, not [${shape.join(', ')}] and ${candidates}.`,
    );
  const others = count - 1;
  /** Probability that none of `more` others is among the n - 1 that are drawn. */
  const spared = (more: number): number => {
    let probability = 1;
    for (let drawn = 0; drawn < candidates - 1; drawn++)
      probability *= Math.max(0, others - more - drawn) / (others - drawn);
    return probability;
  };
  return Array.from({ length: count }, (_, image) => {
    const row = values.subarray(image * count, (image + 1) * count);
    const more = row.filter((value) => value > row[image]).length;
    const equal = row.filter((value) => value === row[image]).length - 1;
    let sum = 0;
    for (let before = 0; before <= equal; before++) sum += spared(more + before);
    return sum / (equal + 1);
  });
}
