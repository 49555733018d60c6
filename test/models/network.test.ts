import assert from 'node:assert/strict';
import { test } from 'node:test';

import { tf } from '../../src/backend/tensorflow';
import { createForwardPass } from '../../src/models/forwardPass';
import { formatModelName, parseModelName } from '../../src/models/modelName';
import { createNetwork } from '../../src/models/network';
import { placeholderNeurons } from '../placeholderNeurons';
import { inverseSoftplus } from '../../src/models/readout';

test('model names go both ways', () => {
  for (const name of ['CAE', 'VAE', 'VQ-VAE', 'CNN-FR1', 'CAE-FR2', 'VQ-VAE-FM4']) {
    assert.equal(formatModelName(parseModelName(name)), name);
  }
});

test('an unknown model is refused with the names there are', () => {
  for (const name of ['CNN', 'CAE-FR5', 'cae', 'FR2', 'CAE-FR', '']) {
    assert.throws(() => parseModelName(name), /Unknown model/);
  }
});

test('layers and images have the shapes of the reference architecture', () => {
  const network = createNetwork(parseModelName('CAE-FR3'));
  const { initial } = network.initialise(placeholderNeurons(7), 1);
  const parameters = Object.fromEntries(
    Object.entries(initial).map(([name, { shape, values }]) => [
      name,
      tf.tensor(values, [...shape]),
    ]),
  );
  const output = network.evaluate(createForwardPass(parameters, false), tf.zeros([2, 32, 32, 1]));
  assert.deepEqual(
    output.hidden.map(({ shape }) => shape),
    [
      [2, 16, 16, 32],
      [2, 8, 8, 64],
      [2, 8, 8, 64],
      [2, 8, 8, 64],
    ],
  );
  assert.deepEqual(output.reconstruction?.shape, [2, 32, 32, 1]);
  assert.deepEqual(output.responses?.shape, [2, 7]);
});

test('before training a readout predicts every mean response where h is 0', () => {
  const means = Float32Array.of(0.05, 0.4, 3, 40);
  const { initial } = createNetwork(parseModelName('CNN-FR2')).initialise(
    { ...placeholderNeurons(means.length), meanResponses: means },
    1,
  );
  const predicted = tf.softplus(tf.tensor1d(initial['readout/bias'].values)).dataSync();
  means.forEach((mean, neuron) =>
    assert.ok(Math.abs(predicted[neuron] - mean) < 1e-5 * Math.max(1, mean)),
  );
  assert.ok(Number.isFinite(inverseSoftplus(0)));
});

test('the same seed gives CAE and CAE-FR2 the same initial autoencoder', () => {
  const cae = createNetwork(parseModelName('CAE')).initialise(placeholderNeurons(3), 5).initial;
  const joint = createNetwork(parseModelName('CAE-FR2')).initialise(
    placeholderNeurons(3),
    5,
  ).initial;
  for (const name of Object.keys(cae)) {
    assert.deepEqual(joint[name], cae[name]);
  }
});
