import { tf } from '../../backend/tensorflow';
import { createRandom } from '../../data/random';
import { klDivergence } from '../../models/vae';
import { expectNumber, firstComplaint, type Exercise } from './exercise';

const random = createRandom(1, 'exercises/variants');

function normals(count: number): number[] {
  return Array.from({ length: count }, () => random.normal());
}

function libraryDivergence(means: readonly number[], logVariances: readonly number[]): number {
  const row = (values: readonly number[]): tf.Tensor2D => tf.tensor2d([...values], [1, values.length]);
  return tf.tidy(() => klDivergence(row(means), row(logVariances)).dataSync()[0]);
}

/** KL divergence of a diagonal normal distribution from N(0, 1), in nats. */
export const divergenceFromPrior: Exercise<(means: readonly number[], logVariances: readonly number[]) => number> = {
  praise: 'a dimension whose posterior is the prior costs nothing and says nothing: that is what an inactive unit is.',
  complaint: (answer) =>
    firstComplaint([
      () => expectNumber(answer([0, 0], [0, 0]), 0, 'a posterior that is the prior'),
      ...[1, 2, 100].map((dimensions) => () => {
        const [means, logVariances] = [normals(dimensions), normals(dimensions)];
        return expectNumber(answer(means, logVariances), libraryDivergence(means, logVariances), `a code of ${dimensions} dimensions`);
      }),
    ]),
};
