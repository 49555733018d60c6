import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tf } from '../../src/backend/tensorflow';
import { createForwardPass } from '../../src/models/forwardPass';
import { parseModelName } from '../../src/models/modelName';
import { createNetwork } from '../../src/models/network';
import { placeholderNeurons } from '../placeholderNeurons';
import {
  codebookLoss,
  commitmentLoss,
  nearestCodes,
  quantized,
  straightThrough,
} from '../../src/models/vqVae';
import { closeTo } from '../closeTo';
import { sequence } from '../oracles/sequence';

const [rows, codes, dimensions] = [6, 4, 3];
const vectors = Array.from({ length: rows }, (_, row) =>
  Array.from(sequence(rows * dimensions, 1).subarray(row * dimensions, (row + 1) * dimensions)),
);
const codebook = Array.from({ length: codes }, (_, code) =>
  Array.from(sequence(codes * dimensions, 2).subarray(code * dimensions, (code + 1) * dimensions)),
);

function squaredDistance(left: readonly number[], right: readonly number[]): number {
  return left.reduce((sum, value, index) => sum + (value - right[index]) ** 2, 0);
}

function nearest(vector: readonly number[]): number {
  const distances = codebook.map((code) => squaredDistance(vector, code));
  return distances.indexOf(Math.min(...distances));
}

const chosen = vectors.map(nearest);

/** Gradients of a scalar with respect to vectors and codebook. */
function gradients(scalar: (z: tf.Tensor2D, e: tf.Tensor2D) => tf.Scalar): {
  readonly vectors: number[][];
  readonly codebook: number[][];
} {
  return tf.tidy(() => {
    const [ofVectors, ofCodebook] = tf.grads((z, e) => scalar(z as tf.Tensor2D, e as tf.Tensor2D))([
      tf.tensor2d(vectors),
      tf.tensor2d(codebook),
    ]);
    return {
      vectors: ofVectors.arraySync() as number[][],
      codebook: ofCodebook.arraySync() as number[][],
    };
  });
}

function allClose(
  actual: readonly (readonly number[])[],
  expected: readonly (readonly number[])[],
): void {
  expected.forEach((row, index) =>
    row.forEach((value, column) => closeTo(actual[index][column], value, 1e-4)),
  );
}

/** Derivatives of a function of all entries of a table by central differences. */
function finiteDifferences(
  table: readonly (readonly number[])[],
  value: (changed: number[][]) => number,
): number[][] {
  const step = 1e-5;
  const at = (row: number, column: number, shift: number): number =>
    value(
      table.map((entries, index) =>
        entries.map((entry, position) =>
          index === row && position === column ? entry + shift : entry,
        ),
      ),
    );
  return table.map((entries, row) =>
    entries.map((_, column) => (at(row, column, step) - at(row, column, -step)) / (2 * step)),
  );
}

const zeros = (table: readonly (readonly number[])[]): number[][] =>
  table.map((row) => row.map(() => 0));
const sumOfSquares = (
  changedVectors: readonly (readonly number[])[],
  changedCodebook: readonly (readonly number[])[],
): number =>
  changedVectors.reduce(
    (sum, vector, row) => sum + squaredDistance(vector, changedCodebook[chosen[row]]),
    0,
  );

test('the nearest code is the one of the smallest distance, and more than one is used here', () => {
  assert.ok(new Set(chosen).size > 1);
  tf.tidy(() => {
    assert.deepEqual(
      [...nearestCodes(tf.tensor2d(vectors), tf.tensor2d(codebook)).dataSync()],
      chosen,
    );
    allClose(
      quantized(tf.tensor2d(vectors), tf.tensor2d(codebook)).arraySync(),
      chosen.map((code) => codebook[code]),
    );
  });
});

test('straight-through: the code forward, the gradient of the code to the vector, nothing to the codebook', () => {
  const target = sequence(rows * dimensions, 3);
  const scalar = (z: tf.Tensor2D, e: tf.Tensor2D): tf.Scalar =>
    tf.sum(
      tf.mul(
        tf.square(straightThrough(z, quantized(z, e))),
        tf.tensor2d(target, [rows, dimensions]),
      ),
    );
  tf.tidy(() => {
    const output = straightThrough(
      tf.tensor2d(vectors),
      quantized(tf.tensor2d(vectors), tf.tensor2d(codebook)),
    );
    allClose(
      output.arraySync(),
      chosen.map((code) => codebook[code]),
    );
  });
  const { vectors: ofVectors, codebook: ofCodebook } = gradients(scalar);
  // d/dq of sum q^2 t, taken at q = e.
  allClose(
    ofVectors,
    vectors.map((_, row) =>
      codebook[chosen[row]].map((code, column) => 2 * code * target[row * dimensions + column]),
    ),
  );
  allClose(ofCodebook, zeros(codebook));
});

test('the codebook term moves the chosen codes only, as finite differences say', () => {
  const { vectors: ofVectors, codebook: ofCodebook } = gradients((z, e) =>
    codebookLoss(z, quantized(z, e)),
  );
  allClose(ofVectors, zeros(vectors));
  allClose(
    ofCodebook,
    finiteDifferences(codebook, (changed) => sumOfSquares(vectors, changed)),
  );
});

test('the commitment term moves the vectors only, as finite differences say', () => {
  const { vectors: ofVectors, codebook: ofCodebook } = gradients((z, e) =>
    commitmentLoss(z, quantized(z, e)),
  );
  allClose(
    ofVectors,
    finiteDifferences(vectors, (changed) => sumOfSquares(changed, codebook)),
  );
  allClose(ofCodebook, zeros(codebook));
});

test('both terms have the value of the squared distance to the nearest codes', () => {
  const expected = sumOfSquares(vectors, codebook);
  tf.tidy(() => {
    const [z, e] = [tf.tensor2d(vectors), tf.tensor2d(codebook)];
    closeTo(codebookLoss(z, quantized(z, e)).dataSync()[0], expected, 1e-4);
    closeTo(commitmentLoss(z, quantized(z, e)).dataSync()[0], expected, 1e-4);
  });
});

test('the codebook has 256 codes of 32 dimensions, and an image 512 bits', () => {
  tf.tidy(() => {
    const network = createNetwork(parseModelName('VQ-VAE'));
    const { initial } = network.initialise(placeholderNeurons(1), 1);
    assert.deepEqual(initial['codebook/codes'].shape, [256, 32]);
    const parameters = Object.fromEntries(
      Object.entries(initial).map(([name, array]) => [
        name,
        tf.tensor(array.values, [...array.shape]),
      ]),
    );
    const pass = createForwardPass(parameters, false);
    const images = tf.randomUniform([2, 32, 32, 1], -1, 1, 'float32', 5) as tf.Tensor4D;
    const { reconstruction, latentLoss, hidden } = network.evaluate(pass, images);
    assert.deepEqual(reconstruction?.shape, [2, 32, 32, 1]);
    assert.ok(latentLoss!.dataSync()[0] > 0);
    const chosenCodes = network.autoencoder!.code(pass, hidden[3]);
    assert.deepEqual(chosenCodes.shape, [2, 64]);
    assert.ok(
      chosenCodes.dataSync().every((code) => Number.isInteger(code) && code >= 0 && code < 256),
    );
    assert.equal(
      network.autoencoder!.summarise({
        shape: [2, 64],
        values: Float32Array.from(chosenCodes.dataSync()),
      }).bitsPerImage,
      512,
    );
  });
});

test('codebook and commitment terms are per image: a batch of copies costs what one image costs', () => {
  const network = createNetwork(parseModelName('VQ-VAE'));
  const { initial } = network.initialise(placeholderNeurons(1), 1);
  tf.tidy(() => {
    const parameters = Object.fromEntries(
      Object.entries(initial).map(([name, array]) => [
        name,
        tf.tensor(array.values, [...array.shape]),
      ]),
    );
    const image = tf.randomUniform([1, 32, 32, 1], -1, 1, 'float32', 5) as tf.Tensor4D;
    const [one, three] = [image, tf.tile(image, [3, 1, 1, 1])].map(
      (images) =>
        network.evaluate(createForwardPass(parameters, false), images).latentLoss!.dataSync()[0],
    );
    closeTo(three / one, 1, 1e-5);
  });
});
