import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tf } from '../../src/backend/tensorflow';
import { architecture, type NetworkSettings } from '../../src/models/architecture';
import { createForwardPass, createNoise } from '../../src/models/forwardPass';
import { parseModelName } from '../../src/models/modelName';
import { createNetwork } from '../../src/models/network';
import { klDivergence } from '../../src/models/vae';
import { defaultChoices, hyperparametersFor } from '../../src/paper/hyperparameters';
import { trainNetwork } from '../../src/training/train';
import type { Hyperparameters } from '../../src/training/training';
import { closeTo } from '../closeTo';
import { placeholderNeurons } from '../placeholderNeurons';
import { tinyRegion } from '../tinyRegion';

/** KL(N(mean, deviation^2) | N(0, 1)) by integrating q log(q / p) numerically. */
function integratedDivergence(mean: number, deviation: number): number {
  const steps = 20000;
  const width = (24 * deviation) / steps;
  let sum = 0;
  for (let step = 0; step < steps; step++) {
    const x = mean - 12 * deviation + (step + 0.5) * width;
    const logPosterior =
      -0.5 * ((x - mean) / deviation) ** 2 - Math.log(deviation * Math.sqrt(2 * Math.PI));
    const logPrior = -0.5 * x * x - 0.5 * Math.log(2 * Math.PI);
    sum += Math.exp(logPosterior) * (logPosterior - logPrior) * width;
  }
  return sum;
}

test('the KL divergence is the integral it stands for, summed over dimensions, mean over the batch', () => {
  const means = [0, 1.5, -0.3, 2];
  const deviations = [1, 0.2, 3, 0.01];
  const expected =
    means.reduce((sum, mean, index) => sum + integratedDivergence(mean, deviations[index]), 0) / 2;
  const actual = tf.tidy(() =>
    klDivergence(
      tf.tensor2d(means, [2, 2]),
      tf.tensor2d(
        deviations.map((deviation) => 2 * Math.log(deviation)),
        [2, 2],
      ),
    ).dataSync(),
  );
  closeTo(actual[0], expected, 1e-4);
});

test('a posterior equal to the prior costs nothing', () => {
  closeTo(tf.tidy(() => klDivergence(tf.zeros([3, 7]), tf.zeros([3, 7])).dataSync())[0], 0, 1e-7);
});

function untrained(changes: Record<string, number> = {}, outputVariance?: number) {
  const network = createNetwork(parseModelName('VAE'), { outputVariance });
  const { initial } = network.initialise(placeholderNeurons(1), 3);
  const parameters = Object.fromEntries(
    Object.entries(initial).map(([name, { shape, values }]) => [
      name,
      tf.tensor(name in changes ? values.map(() => changes[name]) : values.slice(), [...shape]),
    ]),
  );
  return {
    network,
    parameters,
    images: tf.randomUniform([4, 32, 32, 1], -1, 1, 'float32', 5) as tf.Tensor4D,
  };
}

test('metrics use the mean: without training mode nothing is drawn and the same image gives the same reconstruction', () => {
  tf.tidy(() => {
    const { network, parameters, images } = untrained();
    const [first, second] = [0, 1].map(() =>
      network.evaluate(createForwardPass(parameters, false), images).reconstruction!.dataSync(),
    );
    assert.deepEqual(first, second);
  });
});

test('training decodes a sample: two draws differ, and with a tiny posterior variance they come together', () => {
  const spread = (changes: Record<string, number>): number =>
    tf.tidy(() => {
      const { network, parameters, images } = untrained(changes);
      const noise = createNoise(1);
      const [first, second] = [0, 1].map(
        () => network.evaluate(createForwardPass(parameters, true, noise), images).reconstruction!,
      );
      return tf.max(tf.abs(tf.sub(first, second))).dataSync()[0];
    });
  assert.ok(spread({}) > 0.1);
  assert.ok(spread({ 'logVariance/weights': 0, 'logVariance/bias': -20 }) < 1e-3);
});

test('the cost of the code is 2 x output variance x KL, so that it stands beside the squared error', () => {
  const cost = (outputVariance?: number): number =>
    tf.tidy(() => {
      const { network, parameters, images } = untrained({}, outputVariance);
      return network
        .evaluate(createForwardPass(parameters, false), images)
        .latentLoss!.dataSync()[0];
    });
  closeTo(cost(0.5) / cost(0.1), 5, 1e-4);
  closeTo(cost() / cost(architecture.outputVariance), 1, 1e-6);
});

for (const logVariance of [-1e6, 1e6]) {
  test(`a log-variance of ${logVariance} leaves everything finite`, () => {
    tf.tidy(() => {
      const { network, parameters, images } = untrained({
        'logVariance/weights': 0,
        'logVariance/bias': logVariance,
      });
      const { reconstruction, latentLoss } = network.evaluate(
        createForwardPass(parameters, true, createNoise(1)),
        images,
      );
      assert.ok(Number.isFinite(latentLoss!.dataSync()[0]));
      assert.ok(reconstruction!.dataSync().every(Number.isFinite));
    });
  });
}

test('the same seed gives CAE and VAE the same initial encoder, code and decoder', () => {
  const neurons = placeholderNeurons(1);
  const cae = createNetwork(parseModelName('CAE')).initialise(neurons, 5).initial;
  const vae = createNetwork(parseModelName('VAE')).initialise(neurons, 5).initial;
  for (const name of Object.keys(cae)) {
    assert.deepEqual(vae[name], cae[name]);
  }
  assert.deepEqual(
    Object.keys(vae).filter((name) => !(name in cae)),
    ['logVariance/weights', 'logVariance/bias'],
  );
});

test('what a student writes weighs the KL divergence as the tables do, or ends in a sentence', async () => {
  const usual = { ...hyperparametersFor('VAE', 'IR'), maxSteps: 1 };
  assert.equal(usual.outputVariance, defaultChoices.outputVariance);
  assert.equal(createNetwork('VAE').settings.outputVariance, usual.outputVariance);
  const other = { ...usual, outputVariance: 0.04 };
  const train = (settings: NetworkSettings, hyperparameters: Hyperparameters) =>
    trainNetwork(
      createNetwork('VAE', settings),
      { task: 'IR', seed: 1, hyperparameters },
      tinyRegion(),
    );
  await train({}, usual);
  await train(other, other);
  await assert.rejects(train({}, other), {
    name: 'UserError',
    message: /made with the outputVariance 0\.00004.* say 0\.04: .*createNetwork\(model/,
  });
  await assert.rejects(train({}, { ...usual, normalization: 'none' }), /normalization batch/);
});
