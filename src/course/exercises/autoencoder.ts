import { sizeOf } from '../../data/ndArray';
import { architecture } from '../../models/architecture';
import { parseModelName } from '../../models/modelName';
import { createNetwork } from '../../models/network';
import { placeholderNeurons } from '../../models/neuronStatistics';
import { expectNumber, expectNumbers, firstComplaint, type Exercise } from './exercise';

/** Side of a layer behind a convolution with `same` padding. */
export const layerSize: Exercise<(size: number, stride: number) => number> = {
  praise: 'with "same" padding only the stride changes the size, not the kernel.',
  complaint: (answer) => {
    const sizes = [architecture.imageSize, ...architecture.encoder.map(({ size }) => size)];
    return firstComplaint([
      ...architecture.encoder.map(
        ({ stride, size }, index) =>
          () =>
            expectNumber(
              answer(sizes[index], stride),
              size,
              `h${index + 1} of our encoder (size ${sizes[index]}, stride ${stride})`,
            ),
      ),
      () => expectNumber(answer(31, 2), 16, 'size 31, stride 2'),
    ]);
  },
};

/** Trained numbers of a convolution with batch norm. */
export const blockParameters: Exercise<(kernel: number, inputs: number, outputs: number) => number> = {
  praise: 'a kernel, a scale and an offset per channel, and no bias: batch norm would subtract it again.',
  complaint: (answer) => {
    const { initial, trainable } = createNetwork(parseModelName('CAE')).initialise(placeholderNeurons(1, architecture.imageSize), 1);
    return firstComplaint(
      architecture.encoder.map(({ kernel, channels }, index) => () => {
        const inputs = index === 0 ? 1 : architecture.encoder[index - 1].channels;
        const expected = trainable
          .filter((name) => name.startsWith(`encoder${index + 1}/`))
          .reduce((sum, name) => sum + sizeOf(initial[name].shape), 0);
        return expectNumber(
          answer(kernel, inputs, channels),
          expected,
          `h${index + 1} of our encoder (kernel ${kernel}, ${inputs} to ${channels} channels)`,
        );
      }),
    );
  },
};

/** [last step, best step] of a stage with patience. */
function stop(steps: readonly number[], validation: readonly number[], patience: number): [number, number] {
  let best = 0;
  for (let index = 1; index < steps.length; index++) {
    if (validation[index] < validation[best]) best = index;
    if (steps[index] - steps[best] >= patience) return [steps[index], steps[best]];
  }
  return [steps[steps.length - 1], steps[best]];
}

/** When a stage ends, and whose weights are restored. */
export const earlyStopping: Exercise<
  (steps: readonly number[], validation: readonly number[], patience: number) => readonly number[]
> = {
  praise: 'the training goes on for `patience` steps after its best validation, whose weights are then restored.',
  complaint: (answer) => {
    const steps = Array.from({ length: 10 }, (_, index) => 50 * (index + 1));
    const curves = [
      { validation: [9, 7, 5, 6, 6, 4, 5, 5, 5, 5], patience: 150 },
      { validation: [9, 7, 5, 6, 6, 6, 4, 3, 2, 1], patience: 150 },
      { validation: [9, 8, 7, 6, 5, 4, 3, 2, 1, 0.5], patience: 100 },
    ];
    return firstComplaint(
      curves.map(
        ({ validation, patience }) =>
          () =>
            expectNumbers(
              answer(steps, validation, patience),
              stop(steps, validation, patience),
              `the validation values ${validation.join(', ')} and patience ${patience}`,
            ),
      ),
    );
  },
};
