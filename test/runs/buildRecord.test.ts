import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ndArray } from '../../src/data/ndArray';
import { buildRecord, exampleIndices } from '../../src/runs/buildRecord';
import { decodeArray } from '../../src/runs/recordCodec';
import { recordSchema } from '../../src/runs/record';
import type { TrainedModel } from '../../src/training/training';
import { tinyProvenance, tinyRegion, tinySpecification, tinyTraining } from './tinyRun';

function build(changes: Partial<TrainedModel> = {}, specification = tinySpecification) {
  return buildRecord(specification, tinyRegion, tinyTraining(changes), tinyProvenance);
}

test('a finished training becomes a valid record whose summary is the mean of its scores', () => {
  const training = tinyTraining();
  const record = build();
  assert.ok(
    record.status === 'finished' &&
      record.reconstruction !== null &&
      record.responses !== null &&
      record.readout !== null,
  );
  assert.deepEqual(recordSchema.parse(record), record);
  const reconstructions = training.reconstruct!(tinyRegion.testImages);
  const predictions = training.predict!(tinyRegion.testImages);
  const meanSquare =
    reconstructions.values.reduce(
      (sum, value, index) => sum + (value - tinyRegion.testImages.values[index]) ** 2,
      0,
    ) / reconstructions.values.length;
  assert.ok(Math.abs(record.summary.mse! - meanSquare) < 1e-9);
  assert.equal(record.reconstruction.mse.length, 12);
  assert.equal(record.responses.pcc.length, 3);
  assert.equal(record.summary.pcc, record.responses.pcc.reduce((sum, value) => sum + value, 0) / 3);
  assert.deepEqual(decodeArray(record.responses.predictions), predictions);
  assert.deepEqual(decodeArray(record.readout.mask), training.mask);
  const examples = decodeArray(record.reconstruction.examples);
  assert.deepEqual(examples.shape, [10, 32, 32]);
  record.reconstruction.exampleIndices.forEach((image, position) => {
    assert.deepEqual(
      examples.values.subarray(position * 1024, (position + 1) * 1024),
      reconstructions.values.subarray(image * 1024, (image + 1) * 1024),
    );
  });
});

test('the examples are ten evenly spaced images, all where there are fewer', () => {
  assert.deepEqual(exampleIndices(50), [0, 5, 10, 15, 20, 25, 30, 35, 40, 45]);
  assert.deepEqual(exampleIndices(12), [0, 1, 2, 3, 4, 6, 7, 8, 9, 10]);
  assert.deepEqual(exampleIndices(3), [0, 1, 2]);
});

test('only the fitted neurons are scored', () => {
  const one = ndArray(
    [12, 1],
    Float32Array.from({ length: 12 }, (_, image) => tinyRegion.testResponses.values[image * 3 + 2]),
  );
  const record = build({ predict: () => one }, { ...tinySpecification, neurons: [2] });
  assert.ok(record.status === 'finished');
  assert.ok(Math.abs(record.summary.pcc! - 1) < 1e-9);
});

test('a model without readout has no response scores, one without autoencoder no reconstruction', () => {
  const record = build({ predict: undefined, mask: undefined, featureWeights: undefined });
  assert.ok(record.status === 'finished');
  assert.deepEqual([record.summary.pcc, record.responses, record.readout], [null, null, null]);
  const cnn = build({ reconstruct: undefined });
  assert.ok(cnn.status === 'finished');
  assert.deepEqual(
    [cnn.summary.mse, cnn.summary.psnr, cnn.summary.ssim, cnn.reconstruction],
    [null, null, null, null],
  );
});

test('the record keeps what the codes look like; without an autoencoder it has no such entry', () => {
  const latent = { bitsPerImage: 512, activeUnits: null, usedCodes: 190, perplexity: 60.5 };
  const record = build({ latent });
  assert.ok(record.status === 'finished');
  assert.deepEqual(record.latent, latent);
  assert.deepEqual(recordSchema.parse(record), record);
  const cnn = build({ latent: null, reconstruct: undefined });
  assert.ok(!('latent' in cnn));
  assert.deepEqual(recordSchema.parse(cnn), cnn);
});

const spoiled = (shape: readonly number[], value: number) =>
  ndArray(shape, new Float32Array(shape.reduce((a, b) => a * b, 1)).fill(value));
const notFinite: Record<string, [Partial<TrainedModel>, RegExp]> = {
  'a validation value': [{ validation: NaN }, /validation values/],
  'a training loss': [
    { curves: { step: [5], validation: [1], trainingLoss: [Infinity] } },
    /training losses/,
  ],
  'a weight': [{ weights: { kernel: spoiled([2], NaN) } }, /weights/],
  'a mask': [{ mask: spoiled([64, 3], NaN), featureWeights: spoiled([64, 3], 0) }, /weights/],
  'a reconstruction': [
    { reconstruct: () => spoiled([12, 32, 32, 1], Infinity) },
    /reconstructions/,
  ],
  'a prediction': [{ predict: () => spoiled([12, 3], NaN) }, /predicted responses/],
};
for (const [name, [changes, reason]] of Object.entries(notFinite)) {
  test(`${name} that is not finite makes a failed record with its reason`, () => {
    const record = build(changes);
    assert.ok(record.status === 'failed');
    assert.equal(record.cause, 'diverged');
    assert.match(record.reason, reason);
    assert.deepEqual(recordSchema.parse(record), record);
  });
}

test('a perfect reconstruction has no finite PSNR and is not shown as a number', () => {
  const record = build({ reconstruct: (images) => images });
  assert.ok(record.status === 'failed');
  assert.match(record.reason, /PSNR/);
});
