import { tf } from '../backend/tensorflow';
import type { Random } from '../data/random';

/**
 * Endless seeded mini-batches: every epoch a new permutation, an incomplete last batch dropped.
 * @param count number of training images
 * @param batchSize capped at `count`
 */
export function* batchIndices(
  count: number,
  batchSize: number,
  random: Random,
): Generator<Int32Array, never> {
  const size = Math.min(batchSize, count);
  for (;;) {
    const order = random.permutation(count);
    for (let start = 0; start + size <= count; start += size)
      yield Int32Array.from(order.slice(start, start + size));
  }
}

const orientations = 8;

/**
 * All flips and transpositions of square images, which leave their pixels as they are: an
 * autoencoder that sees them cannot learn its images by heart.
 * @param images [N, side, side, channels]
 * @returns [8 N, side, side, channels]; orientation o of image i is row o N + i, the first N are
 * the images themselves
 */
export function orientedImages(images: tf.Tensor4D): tf.Tensor4D {
  return tf.tidy(() => {
    const flipped = [
      images,
      tf.reverse(images, 1),
      tf.reverse(images, 2),
      tf.reverse(images, [1, 2]),
    ];
    return tf.concat([...flipped, ...flipped.map((image) => tf.transpose(image, [0, 2, 1, 3]))], 0);
  });
}

/** The rows of `orientedImages` that show each image of a batch in a random orientation. */
export function drawOrientations(batch: Int32Array, images: number, random: Random): Int32Array {
  return batch.map((image) => random.integer(orientations) * images + image);
}
