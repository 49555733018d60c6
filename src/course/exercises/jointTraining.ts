import { tf } from '../../backend/tensorflow';
import { createRandom } from '../../data/random';
import { reconstructionLoss, responseLoss } from '../../training/losses';
import { expectNumber, expectNumbers, firstComplaint, type Exercise } from './exercise';

const random = createRandom(1, 'exercises/joint-training');

function uniforms(count: number): number[] {
  return Array.from({ length: count }, () => random.uniform());
}

/** What goes into the loss of one image. */
export interface JointLossInput {
  readonly image: readonly number[];
  readonly reconstruction: readonly number[];
  readonly responses: readonly number[];
  readonly predictions: readonly number[];
  readonly alpha: number;
  readonly beta: number;
}

function libraryLoss({ image, reconstruction, responses, predictions, alpha, beta }: JointLossInput): number {
  return tf.tidy(() => {
    const side = Math.sqrt(image.length);
    const picture = (values: readonly number[]): tf.Tensor4D => tf.tensor4d([...values], [1, side, side, 1]);
    const row = (values: readonly number[]): tf.Tensor2D => tf.tensor2d([...values], [1, values.length]);
    const images = reconstructionLoss(picture(reconstruction), picture(image)).dataSync()[0];
    return alpha * images + beta * responseLoss(row(predictions), row(responses)).dataSync()[0];
  });
}

/** Eq. 3 and 7 for one image. */
export const jointLoss: Exercise<(input: JointLossInput) => number> = {
  praise: 'both terms are sums, over pixels and over neurons; a mean in one of them would change the meaning of α and β.',
  complaint: (answer) =>
    firstComplaint(
      [
        [4, 1],
        [16, 3],
        [16, 40],
      ].map(([pixels, neurons]) => () => {
        const input: JointLossInput = {
          image: uniforms(pixels),
          reconstruction: uniforms(pixels),
          responses: uniforms(neurons),
          predictions: uniforms(neurons),
          alpha: random.uniform(),
          beta: random.uniform(),
        };
        return expectNumber(answer(input), libraryLoss(input), `${pixels} pixels and ${neurons} neurons`);
      }),
    ),
};

/** The same ratio of weights with the larger one brought to 1. */
export const equivalentWeights: Exercise<(alpha: number, beta: number) => readonly number[]> = {
  praise: 'Adam divides a gradient by its own size, so that only the ratio of the weights is left.',
  complaint: (answer) =>
    firstComplaint(
      [
        [2, 8],
        [5, 0.5],
        [1, 1],
        [0, 3],
      ].map(([alpha, beta]) => () => {
        const largest = Math.max(alpha, beta);
        return expectNumbers(answer(alpha, beta), [alpha / largest, beta / largest], `α = ${alpha} and β = ${beta}`);
      }),
    ),
};

/** β for another number of neurons at the same weight of the responses as a whole. */
export const betaForPopulation: Exercise<(beta: number, neurons: number, otherNeurons: number) => number> = {
  praise: 'the Poisson loss is a sum over neurons: twice the neurons pull twice as hard.',
  complaint: (answer) =>
    firstComplaint(
      [
        [0.1, 100, 50],
        [1, 103, 55],
        [0.3, 20, 400],
      ].map(
        ([beta, neurons, others]) =>
          () =>
            expectNumber(
              answer(beta, neurons, others),
              (beta * neurons) / others,
              `β = ${beta}, from ${neurons} to ${others} neurons`,
            ),
      ),
    ),
};
