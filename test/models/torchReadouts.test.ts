import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createParameterStore } from '../../src/backend/parameterStore';
import type { NamedTensors } from '../../src/backend/variables';
import { tf } from '../../src/backend/tensorflow';
import { sizeOf, type NdArray } from '../../src/data/ndArray';
import { createForwardPass, type Noise } from '../../src/models/forwardPass';
import { parseModelName } from '../../src/models/modelName';
import { createNetwork } from '../../src/models/network';
import { trainingStep } from '../../src/training/trainingStep';
import { closeTo } from '../closeTo';
import { allClose, sameAsSummary, type ArraySummary } from '../oracles/arraySummary';
import {
  oracleImages,
  oracleNeurons,
  oracleObserved,
  oracleParameters,
} from '../oracles/modelInputs';
import { sequence } from '../oracles/sequence';
import oracle from '../oracles/torchReadouts.json';
import { tinyHyperparameters } from '../tinyRegion';

const tolerance = 1e-4;
const hyperparameters = { ...tinyHyperparameters, ...oracle.hyperparameters };

interface ReadoutOracle {
  readonly inference: readonly number[];
  readonly training: readonly number[];
  readonly loss: number;
  readonly gradients: Readonly<Record<string, ArraySummary>>;
  readonly parametersAfterStep: Readonly<Record<string, ArraySummary>>;
}

/** The units that drop out are given, so that PyTorch can be given the same. */
const noise: Noise = {
  normal: () => assert.fail('a readout draws no normal numbers'),
  uniform: (shape) =>
    tf.tensor(
      sequence(sizeOf(shape), 3).map((value) => (value + 1) / 2),
      [...shape],
    ),
};

function upload({ shape, values }: NdArray): tf.Tensor {
  return tf.tensor(values.slice(), [...shape]);
}

/**
 * A network with the oracle's weights; a fixed mask is not among them: the network makes it from
 * receptive fields in the middle of the oracle's cells.
 */
function prepare(name: string) {
  const network = createNetwork(parseModelName(name));
  const neurons = {
    meanResponses: new Float32Array(oracleNeurons).fill(1),
    receptiveFieldCentres: () =>
      oracle.cells.map(([row, column]) => [4 * row + 1.5, 4 * column + 1.5] as const),
  };
  const { initial, trainable } = network.initialise(neurons, 1);
  const { 'readout/mask': mask } = initial;
  return {
    network,
    mask,
    store: createParameterStore(
      { ...oracleParameters(initial), ...(mask ? { 'readout/mask': mask } : {}) },
      trainable,
    ),
    images: upload(oracleImages) as tf.Tensor4D,
    observed: upload(oracleObserved) as tf.Tensor2D,
  };
}

for (const name of ['CNN-FC2', 'CNN-FM2'] as const) {
  const expected: ReadoutOracle = oracle[name];

  for (const mode of ['inference', 'training'] as const) {
    test(`${name} predicts in ${mode} what PyTorch ${oracle.versions.torch} predicts`, () => {
      const { network, store, images, observed } = prepare(name);
      tf.tidy(() => {
        const pass = createForwardPass(
          store.read(),
          mode === 'training',
          mode === 'training' ? noise : undefined,
        );
        allClose(network.evaluate(pass, images).responses!.dataSync(), expected[mode], tolerance);
        tf.dispose(pass.movedStatistics);
      });
      store.dispose();
      tf.dispose([images, observed]);
    });
  }

  test(`${name} has the loss, gradients and parameters of PyTorch after one Adam step`, () => {
    const { network, store, mask, images, observed } = prepare(name);
    const gradients: Record<string, ArrayLike<number>> = {};
    const watched = {
      ...store,
      applyAdam: (values: NamedTensors, learningRate: number) => {
        for (const [parameter, gradient] of Object.entries(values))
          gradients[parameter] = Float32Array.from(gradient.dataSync());
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

    assert.deepEqual(Object.keys(gradients).sort(), Object.keys(expected.gradients).sort());
    for (const [parameter, gradient] of Object.entries(expected.gradients)) {
      const typical = gradient.norm / Math.sqrt(gradients[parameter].length);
      sameAsSummary(`gradient of ${parameter}`, gradients[parameter], gradient, 1e-3 * typical);
    }
    const { 'readout/mask': maskAfter, ...after } = store.download();
    assert.deepEqual(Object.keys(after).sort(), Object.keys(expected.parametersAfterStep).sort());
    for (const [parameter, value] of Object.entries(expected.parametersAfterStep)) {
      sameAsSummary(`${parameter} after one step`, after[parameter].values, value, tolerance);
    }
    assert.deepEqual(maskAfter, mask, 'a fixed mask does not move');
    store.dispose();
    tf.dispose([loss, images, observed]);
  });
}
