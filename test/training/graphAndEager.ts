import assert from 'node:assert/strict';
import { tf } from '../../src/backend/tensorflow';
import { klindtPreset, klindtReadout } from '../../src/baselines/klindt';
import { filled } from '../../src/models/layers';
import { parseModelName } from '../../src/models/modelName';
import { createImageNetwork, createNetwork } from '../../src/models/network';
import type { Readout } from '../../src/models/readout';
import { fitReadout } from '../../src/training/fitReadout';
import { train, trainNetwork } from '../../src/training/train';
import type {
  Hyperparameters,
  TrainedModel,
  TrainingOptions,
  TrainingRequest,
} from '../../src/training/training';
import { tinyHyperparameters, tinyRegion, tinyRequest } from '../tinyRegion';

const region = tinyRegion();

/** Trains with other options than these. */
export type Train = (steps: number, options: TrainingOptions) => Promise<TrainedModel>;

const named =
  (
    model: string,
    hyperparameters: Partial<Hyperparameters> = {},
    changes: Partial<TrainingRequest> = {},
  ): Train =>
  (steps, options) => {
    const request = { ...parseModelName(model), task: 'IR' as const, ...changes };
    const task = request.autoencoder === null ? 'NRS' : request.task;
    const all = { ...hyperparameters, maxSteps: steps };
    return train(tinyRequest({ ...request, task, hyperparameters: all }), region, options);
  };

/** The mean of every channel over the layer, weighted; a readout as a reader would write it. */
const meanReadout: Readout = {
  declare: ({ channels, meanResponses }) => ({
    trained: { 'readout/features': filled([channels, meanResponses.length], 0.01) },
  }),
  predict: (pass, hidden) =>
    tf.softplus(
      tf.matMul(tf.mean(hidden, [1, 2]), pass.parameter('readout/features') as tf.Tensor2D),
    ) as tf.Tensor2D,
  penalty: (pass) => tf.sum(tf.abs(pass.parameter('readout/features'))) as tf.Scalar,
};

async function encoderWeights(): Promise<TrainedModel['weights']> {
  return (await named('CAE')(4, { execution: 'eager' })).weights;
}

const regularised: Partial<Hyperparameters> = {
  augmentation: 'flips and transpositions',
  weightDecay: 0.1,
  normalization: 'none',
};

/** Every kind of training that the package knows, by what it is. */
export const trainings: Readonly<Record<string, Train>> = {
  ...Object.fromEntries(
    [
      'CAE',
      'VAE',
      'VQ-VAE',
      'CAE-FR2',
      'VAE-FC1',
      'VQ-VAE-FM4',
      'CNN-FR3',
      'CNN-FC2',
      'CNN-FM1',
    ].map((model) => [model, named(model)]),
  ),
  'CAE-FR2, flipped images, weight decay, no batch norm': named('CAE-FR2', regularised),
  'CAE, flipped images': named('CAE', { augmentation: 'flips and transpositions' }),
  'CAE-FR2 in the NRS task': named('CAE-FR2', {}, { task: 'NRS' }),
  'pretrained layers': async (steps, options) =>
    named(
      'CAE-FR2',
      {},
      { pretrainedLayers: 2 },
    )(steps, {
      ...options,
      encoderWeights: await encoderWeights(),
    }),
  'a readout on a frozen encoder': async (steps, options) => {
    const hyperparameters = { ...tinyHyperparameters, maxSteps: steps };
    const frozenEncoder = {
      readout: null,
      layer: null,
      mapping: 'fitted afterwards' as const,
      hyperparameters,
    };
    const request = tinyRequest({ task: 'NRS', hyperparameters, frozenEncoder });
    return fitReadout(request, region, { ...options, encoderWeights: await encoderWeights() });
  },
  'Klindt 2017': (steps, options) =>
    trainNetwork(
      createImageNetwork(klindtReadout(region.trainingImages, { channels: 4 })),
      {
        task: 'NRS',
        seed: 1,
        hyperparameters: {
          ...tinyHyperparameters,
          alpha: 0,
          activationSparsity: 0,
          readoutSparsity: 1,
          maxSteps: steps,
        },
      },
      region,
      { ...options, learningRates: klindtPreset.learningRates },
    ),
  "a readout of one's own": (steps, options) =>
    trainNetwork(
      createNetwork({ readout: meanReadout, layer: 2 }),
      {
        task: 'NRS',
        seed: 1,
        hyperparameters: { ...tinyHyperparameters, alpha: 0, maxSteps: steps },
      },
      region,
      options,
    ),
};

/** Trains twice and compares all weights: as one graph a step, and op by op. */
export async function compareGraphWithEager(name: string, steps: number): Promise<void> {
  const train = trainings[name];
  const [graph, eager] = [
    await train(steps, { execution: 'graph' }),
    await train(steps, { execution: 'eager' }),
  ];
  assert.deepEqual([graph.execution, eager.execution], ['graph', 'eager']);
  assert.equal(graph.steps, eager.steps);
  const near = (values: ArrayLike<number>, others: ArrayLike<number>, what: string): void => {
    const largest = Array.from(others).reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    const worst = Array.from(values).reduce(
      (most, value, index) => Math.max(most, Math.abs(value - others[index])),
      0,
    );
    assert.ok(
      worst <= 1e-5 * largest,
      `${what} differs by ${worst / largest} of its largest value`,
    );
  };
  // The terms of a loss may be added in another order.
  near(graph.curves.trainingLoss, eager.curves.trainingLoss, 'the training loss');
  assert.deepEqual(graph.weights, eager.weights);
}
