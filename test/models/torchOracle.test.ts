import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createParameterStore } from '../../src/backend/parameterStore';
import type { NamedTensors } from '../../src/backend/variables';
import { tf } from '../../src/backend/tensorflow';
import type { NdArray } from '../../src/data/ndArray';
import { createForwardPass, type Noise } from '../../src/models/forwardPass';
import { parseModelName } from '../../src/models/modelName';
import { createNetwork, type NetworkOutput } from '../../src/models/network';
import { placeholderNeurons } from '../placeholderNeurons';
import type { Hyperparameters } from '../../src/training/training';
import { trainingStep } from '../../src/training/trainingStep';
import { closeTo } from '../closeTo';
import { allClose, sameAsSummary, type ArraySummary } from '../oracles/arraySummary';
import {
  oracleImages,
  oracleNeurons,
  oracleNoise,
  oracleObserved,
  oracleParameters,
} from '../oracles/modelInputs';
import oracle from '../oracles/torchModels.json';

const tolerance = 1e-4;
const hyperparameters: Hyperparameters = {
  ...oracle.hyperparameters,
  sparseLayer: 3,
  batchSize: 4,
  patience: 1,
  validationInterval: 1,
  stages: 2,
  maxSteps: 1,
  augmentation: 'none',
  weightDecay: 0,
};

interface ModelOracle {
  readonly inference: {
    readonly reconstruction: number[] | null;
    readonly responses: number[] | null;
  };
  readonly training: {
    readonly reconstruction: ArraySummary | null;
    readonly responses: number[] | null;
  };
  readonly loss: number;
  readonly gradients: Readonly<Record<string, ArraySummary>>;
  readonly parametersAfterStep: Readonly<Record<string, ArraySummary>>;
}

function upload({ shape, values }: NdArray): tf.Tensor {
  return tf.tensor(values.slice(), [...shape]);
}

/** What a VAE draws is given, so that PyTorch can be given the same. */
const noise: Noise = {
  normal: (shape) => {
    assert.deepEqual(shape, oracleNoise.shape);
    return upload(oracleNoise);
  },
  uniform: () => assert.fail('none of these models draws uniform numbers'),
};

/** A model with the oracle's weights, run once in the way `use` asks for. */
function withOracleModel(name: string, use: (model: ReturnType<typeof prepare>) => void): void {
  const model = prepare(name);
  try {
    use(model);
  } finally {
    model.store.dispose();
    tf.dispose([model.images, model.observed]);
  }
}

function prepare(name: string) {
  const network = createNetwork(parseModelName(name), hyperparameters);
  const { initial, trainable } = network.initialise(placeholderNeurons(oracleNeurons), 1);
  return {
    network,
    store: createParameterStore(oracleParameters(initial), trainable),
    images: upload(oracleImages) as tf.Tensor4D,
    observed: upload(oracleObserved) as tf.Tensor2D,
  };
}

for (const name of ['CAE', 'VAE', 'VQ-VAE', 'CNN-FR2', 'CAE-FR2', 'VAE-FR2'] as const) {
  const expected: ModelOracle = oracle[name];

  const sameOutput = (training: boolean, compare: (output: NetworkOutput) => void): void =>
    withOracleModel(name, ({ network, store, images }) =>
      tf.tidy(() => {
        const pass = createForwardPass(store.read(), training, noise);
        compare(network.evaluate(pass, images));
        tf.dispose(pass.movedStatistics);
      }),
    );

  test(`${name} gives the forward values of PyTorch ${oracle.versions.torch} with moving statistics`, () => {
    sameOutput(false, ({ reconstruction, responses }) => {
      assert.equal(reconstruction === undefined, expected.inference.reconstruction === null);
      assert.equal(responses === undefined, expected.inference.responses === null);
      allClose(
        reconstruction?.dataSync() ?? [],
        expected.inference.reconstruction ?? [],
        tolerance,
      );
      allClose(responses?.dataSync() ?? [], expected.inference.responses ?? [], tolerance);
    });
  });

  test(`${name} gives the forward values of PyTorch with the statistics of the batch`, () => {
    sameOutput(true, ({ reconstruction, responses }) => {
      if (reconstruction !== undefined) {
        sameAsSummary(
          'reconstruction',
          reconstruction.dataSync(),
          expected.training.reconstruction!,
          tolerance,
        );
      }
      allClose(responses?.dataSync() ?? [], expected.training.responses ?? [], tolerance);
    });
  });

  test(`${name} has the loss, gradients and parameters of PyTorch after one Adam step`, () => {
    withOracleModel(name, ({ network, store, images, observed }) => {
      const gradients: Record<string, Float32Array> = {};
      const watched = {
        ...store,
        applyAdam: (values: NamedTensors, learningRate: number) => {
          for (const [parameter, gradient] of Object.entries(values)) {
            gradients[parameter] = Float32Array.from(gradient.dataSync());
          }
          store.applyAdam(values, learningRate);
        },
      };
      const loss = trainingStep(
        network,
        watched,
        { images, responses: observed },
        hyperparameters,
        hyperparameters.learningRate,
        noise,
      );
      closeTo(loss.dataSync()[0] / expected.loss, 1, tolerance);
      loss.dispose();

      assert.deepEqual(Object.keys(gradients).sort(), Object.keys(expected.gradients).sort());
      for (const [parameter, gradient] of Object.entries(expected.gradients)) {
        const typical = gradient.norm / Math.sqrt(gradients[parameter].length);
        sameAsSummary(`gradient of ${parameter}`, gradients[parameter], gradient, 1e-3 * typical);
      }
      const after = store.download();
      assert.deepEqual(Object.keys(after).sort(), Object.keys(expected.parametersAfterStep).sort());
      for (const [parameter, value] of Object.entries(expected.parametersAfterStep)) {
        sameAsSummary(`${parameter} after one step`, after[parameter].values, value, tolerance);
      }
    });
  });
}
