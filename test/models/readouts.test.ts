import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tf } from '../../src/backend/tensorflow';
import { createRandom } from '../../src/data/random';
import { layerShape } from '../../src/models/architecture';
import { encode } from '../../src/models/convolutions';
import { oneHotMasks } from '../../src/models/factorizedReadout';
import {
  createForwardPass,
  createNoise,
  type ForwardPass,
  type Noise,
} from '../../src/models/forwardPass';
import {
  layers,
  parseModelName,
  readoutNames,
  type Layer,
  type ReadoutName,
} from '../../src/models/modelName';
import { createNetwork, type Network } from '../../src/models/network';
import { placeholderNeurons } from '../placeholderNeurons';
import { closeTo } from '../closeTo';

const meanResponses = Float32Array.of(0.05, 0.4, 1, 3);

function initialise(
  readout: ReadoutName,
  layer: Layer,
): { network: Network; pass: (training: boolean, noise?: Noise) => ForwardPass } {
  const network = createNetwork(parseModelName(`CNN-${readout}${layer}`));
  const { initial } = network.initialise(
    { ...placeholderNeurons(meanResponses.length), meanResponses },
    1,
  );
  const parameters = Object.fromEntries(
    Object.entries(initial).map(([name, { shape, values }]) => [
      name,
      tf.tensor(values, [...shape]),
    ]),
  );
  return { network, pass: (training, noise) => createForwardPass(parameters, training, noise) };
}

/** Normal activity [batch, size, size, channels] as batch norm leaves it. */
function activity(layer: Layer, batch: number): tf.Tensor4D {
  const { size, channels } = layerShape(layer);
  const random = createRandom(1, 'activity');
  return tf.tensor4d(Float32Array.from({ length: batch * size * size * channels }, random.normal), [
    batch,
    size,
    size,
    channels,
  ]);
}

function cellsOf(
  centres: readonly (readonly [number, number])[],
  size: number,
): [number, number][] {
  const { shape, values } = oneHotMasks(centres, size);
  assert.deepEqual(shape, [size * size, centres.length]);
  return centres.map((_, neuron) => {
    const mask = Array.from(
      { length: size * size },
      (_unused, position) => values[position * centres.length + neuron],
    );
    assert.deepEqual([...mask].sort().slice(-2), [0, 1]);
    const position = mask.indexOf(1);
    return [Math.floor(position / size), position % size];
  });
}

test('a mask stands in the cell whose pixels hold the receptive field, at the borders in the outermost', () => {
  const centres = [
    [0, 0],
    [31, 31],
    [0, 31],
    [15, 16],
    [3, 4],
    [3.4, 3.6],
    [-0.7, 31.9],
  ] as const;
  assert.deepEqual(cellsOf(centres, 8), [
    [0, 0],
    [7, 7],
    [0, 7],
    [3, 4],
    [0, 1],
    [0, 1],
    [0, 7],
  ]);
  assert.deepEqual(cellsOf(centres, 16), [
    [0, 0],
    [15, 15],
    [0, 15],
    [7, 8],
    [1, 2],
    [1, 2],
    [0, 15],
  ]);
});

for (const layer of layers) {
  test(`the cell of a place on the grid of h${layer} is the unit whose view of the image is centred there`, () => {
    const { size } = layerShape(layer);
    const { pass } = initialise('FR', layer);
    const unit: [number, number] = size === 16 ? [6, 9] : [3, 4];
    const view = tf.tidy(() => {
      const unitSum = (images: tf.Tensor): tf.Scalar =>
        tf.sum(
          tf.slice(
            encode(pass(false), images as tf.Tensor4D, layer)[layer - 1],
            [0, ...unit, 0],
            [1, 1, 1, -1],
          ),
        );
      return tf
        .grad(unitSum)(tf.zeros([1, 32, 32, 1]))
        .dataSync();
    });
    const seen = [...view].flatMap((value, pixel) => (value === 0 ? [] : [pixel]));
    const middle = (positions: readonly number[]): number =>
      (Math.min(...positions) + Math.max(...positions)) / 2;
    const centre = [
      middle(seen.map((pixel) => Math.floor(pixel / 32))),
      middle(seen.map((pixel) => pixel % 32)),
    ] as const;
    assert.deepEqual(cellsOf([centre], size), [unit]);
    const half = 16 / size - 0.01;
    assert.deepEqual(cellsOf([[centre[0] - half, centre[1] + half]], size), [unit]);
    assert.deepEqual(cellsOf([[centre[0] + half + 0.02, centre[1] - half - 0.02]], size), [
      [unit[0] + 1, unit[1] - 1],
    ]);
  });
}

for (const readout of readoutNames) {
  test(`${readout} begins near the mean responses in every layer`, () => {
    for (const layer of layers) {
      const { network, pass } = initialise(readout, layer);
      const predicted = network.readout!.predict(pass(false), activity(layer, 30)).dataSync();
      meanResponses.forEach((mean, neuron) => {
        const ratios = Array.from(
          { length: 30 },
          (_, image) => predicted[image * meanResponses.length + neuron] / mean,
        );
        const spread = Math.sqrt(
          ratios.reduce((sum, ratio) => sum + (ratio - 1) ** 2, 0) / ratios.length,
        );
        assert.ok(spread > 0 && spread < 0.4, `h${layer}, neuron ${neuron}: ${spread}`);
      });
    }
  });

  test(`${readout}: the gradient of the penalty is its finite difference`, () => {
    const { network, pass } = initialise(readout, 2);
    const name = readout === 'FC' ? 'readout/weights' : 'readout/features';
    const weights = pass(false).parameter(name);
    const penalty = (values: tf.Tensor): tf.Scalar => {
      const all = pass(false);
      return network.readout!.penalty({
        ...all,
        parameter: <Tensor extends tf.Tensor>(asked: string) =>
          (asked === name ? values : all.parameter(asked)) as Tensor,
      });
    };
    const gradient = tf.grad(penalty)(weights).dataSync();
    const values = weights.dataSync();
    for (const index of [0, 17, values.length - 1]) {
      // Half of the weight at most, so that no step crosses the kink of |w|.
      const step = Math.abs(values[index]) / 2;
      const moved = (by: number): number => {
        const changed = Float32Array.from(values);
        changed[index] += by;
        return (
          penalty(tf.tensor(changed, weights.shape)).dataSync()[0] - penalty(weights).dataSync()[0]
        );
      };
      const difference = (moved(step) - moved(-step)) / (2 * step);
      closeTo(gradient[index], difference, 0.02 * Math.abs(difference) + 1e-4);
    }
  });
}

test('units drop out in training passes only', () => {
  const { network, pass } = initialise('FC', 2);
  const hidden = activity(2, 4);
  const predict = (training: boolean, noise?: Noise): Float32Array =>
    network.readout!.predict(pass(training, noise), hidden).dataSync() as Float32Array;
  const [first, second] = [predict(false), predict(false)];
  assert.deepEqual(first, second);
  assert.notDeepEqual(predict(true, createNoise(1)), first);
  assert.notDeepEqual(predict(true, createNoise(2)), predict(true, createNoise(1)));
  assert.throws(() => predict(true), /given no noise/);
});

test('half of the units drop out and the others make up for it', () => {
  const { readout } = createNetwork(parseModelName('CNN-FC2'));
  const { size, channels } = layerShape(2);
  const units = size * size * channels;
  const parameters = { 'readout/weights': tf.ones([units, 1]), 'readout/bias': tf.zeros([1]) };
  const training = createForwardPass(parameters, true, createNoise(3));
  // Each of the units adds 2 with probability 1/2 to a sum of `units`, so that the sum has a
  // standard deviation of sqrt(units).
  const sums = readout!.predict(training, tf.ones([8, size, size, channels])).dataSync();
  sums.forEach((sum) => {
    closeTo(sum, units, 5 * Math.sqrt(units));
    assert.equal(sum % 2, 0);
  });
  assert.ok(new Set(sums).size > 1);
});

test('the fixed mask is no parameter that training moves', () => {
  const network = createNetwork(parseModelName('CAE-FM3'));
  const { initial, trainable } = network.initialise(placeholderNeurons(2), 1);
  assert.ok('readout/mask' in initial && !trainable.includes('readout/mask'));
  assert.ok(trainable.includes('readout/features') && trainable.includes('readout/bias'));
});
