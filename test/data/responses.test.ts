import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { NpyArray } from '../../src/data/npy';
import {
  checkResponses,
  meanOverTrials,
  refuseSilentNeurons,
  requireAgreement,
} from '../../src/data/responses';
import { UserError } from '../../src/errors';

const array = (shape: readonly number[], values: readonly number[]): NpyArray => ({
  type: 'f8',
  shape,
  values: Float64Array.from(values),
});

test('negative responses are refused, or set to 0 on request', () => {
  const responses = array([2, 2], [1, -0.5, 0, 2]);
  assert.throws(
    () => checkResponses(responses, ['images', 'neurons'], false, 'r.npy'),
    /r\.npy holds 1 negative responses.*--rectify/,
  );
  assert.deepEqual(
    [...checkResponses(responses, ['images', 'neurons'], true, 'r.npy').values],
    [1, 0, 0, 2],
  );
  assert.deepEqual([...responses.values], [1, -0.5, 0, 2]);
});

test('responses that are not finite are refused with their neuron', () => {
  for (const bad of [NaN, Infinity, -Infinity]) {
    for (const rectify of [false, true]) {
      assert.throws(
        () =>
          checkResponses(array([2, 2], [1, 2, 3, bad]), ['images', 'neurons'], rectify, 'r.npy'),
        new RegExp(`value ${bad} for neuron 1`),
      );
    }
  }
});

test('another number of axes and empty arrays are refused', () => {
  assert.throws(
    () => checkResponses(array([4], [1, 2, 3, 4]), ['images', 'neurons'], false, 'r.npy'),
    /\(4\) instead of \(images, neurons\)/,
  );
  assert.throws(
    () => checkResponses(array([0, 3], []), ['images', 'neurons'], false, 'r.npy'),
    /r\.npy is empty/,
  );
  assert.throws(
    () => checkResponses(array([3, 0], []), ['images', 'neurons'], false, 'r.npy'),
    /r\.npy is empty/,
  );
});

test('neurons that never respond are refused by index', () => {
  assert.throws(
    () => refuseSilentNeurons(array([2, 3], [0, 1, 0, 0, 0, 0]), 'r.npy'),
    (error: unknown) =>
      error instanceof UserError &&
      error.message.includes('2 of 3 neurons that never respond (0, 2)'),
  );
  refuseSilentNeurons(array([2, 2], [0, 1, 3, 0]), 'r.npy');
});

test('mean responses have to be the mean over the trials', () => {
  const trials = array([2, 2, 2], [0, 1, 2, 3, 2, 3, 4, 7]);
  assert.deepEqual([...meanOverTrials(trials).values], [1, 2, 3, 5]);
  requireAgreement(trials, array([2, 2], [1, 2, 3, 5]), 'raw.npy', 'mean.npy');
  assert.throws(
    () => requireAgreement(trials, array([2, 2], [1, 2, 3.01, 5]), 'raw.npy', 'mean.npy'),
    /mean\.npy is not the mean over the trials of raw\.npy \(image 1, neuron 0: 3\.01 instead of 3\)/,
  );
});
