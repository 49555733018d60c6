import type { Random } from '../data/random';

/**
 * Endless seeded mini-batches: every epoch a new permutation, an incomplete last batch dropped.
 * @param count number of training images
 * @param batchSize capped at `count`
 */
export function* batchIndices(count: number, batchSize: number, random: Random): Generator<Int32Array, never> {
  const size = Math.min(batchSize, count);
  for (;;) {
    const order = random.permutation(count);
    for (let start = 0; start + size <= count; start += size) {
      yield Int32Array.from(order.slice(start, start + size));
    }
  }
}
