import { createRandom } from '../../data/random';
import { expectNumber, firstComplaint, type Exercise } from './exercise';

const random = createRandom(1, 'exercises/significance');

/** Student's t of a Pearson correlation. */
export const tValue: Exercise<(correlation: number, images: number) => number> = {
  praise: 'with n − 2 degrees of freedom this is what `pearsonSignificance` looks up in the t distribution.',
  complaint: (answer) =>
    firstComplaint(
      [
        [0.2787, 50],
        [-0.6, 50],
        [0.9, 12],
      ].map(
        ([correlation, images]) =>
          () =>
            expectNumber(
              answer(correlation, images),
              correlation * Math.sqrt((images - 2) / (1 - correlation ** 2)),
              `a correlation of ${correlation} over ${images} images`,
            ),
      ),
    ),
};

/** Share of permutations, the observed order among them, with at least the observed number. */
export const permutationShare: Exercise<(observed: number, byChance: readonly number[]) => number> = {
  praise: 'the observed order is one of the permutations too, so the share is never 0 (Phipson and Smyth 2010).',
  complaint: (answer) =>
    firstComplaint(
      [3, 9, 40].map((observed) => () => {
        const byChance = Array.from({ length: 99 }, () => random.poisson(5));
        const atLeast = byChance.filter((count) => count >= observed).length;
        return expectNumber(answer(observed, byChance), (1 + atLeast) / (1 + byChance.length), `${observed} neurons and ${byChance.length} permutations`);
      }),
    ),
};
