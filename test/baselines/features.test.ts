import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { openFeatures } from '../../src/baselines/features';
import { gaborEnergies } from '../../src/baselines/gaborEnergies';
import { COLOUR_FILES, regionFolder } from '../../src/data/layout';
import { ndArray, type NdArray } from '../../src/data/ndArray';
import { writeNpy } from '../../src/data/npy';
import { UserError } from '../../src/errors';
import { openMobilenet } from '../../src/models/mobilenet';
import { closeTo } from '../closeTo';
import { sequence } from '../oracles/sequence';
import { sharedData } from '../sharedData';
import { regionOf } from './smallRegion';

const mobilenet = sharedData('mobilenet-v1');

/** A data set of 18 training and 2 test images in colour. */
async function withColour(body: (folder: string, place: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), 'features-'));
  const write = (name: string, count: number, phase: number): Promise<void> =>
    writeNpy(
      path.join(regionFolder(folder, 1), name),
      {
        shape: [count, 28, 28, 3],
        values: sequence(count * 28 * 28 * 3, phase).map((value) => Math.floor(128 + 127 * value)),
      },
      'u1',
    );
  try {
    await write(COLOUR_FILES.training, 18, 0.1);
    await write(COLOUR_FILES.test, 2, 0.2);
    await body(folder, path.join(folder, 'kept'));
  } finally {
    await rm(folder, { recursive: true });
  }
}

const greys = (count: number): NdArray =>
  ndArray([count, 32, 32, 1], sequence(count * 1024, 0.3 * count));
const region = regionOf(greys(18), greys(2));

test('features are read once, in batches, and kept; trained and untrained ones are others', {
  skip: mobilenet === undefined && 'MobileNet is not here',
}, async () => {
  await withColour(async (folder, place) => {
    const read: number[] = [];
    const options = { folder, place, mobilenet, layers: ['conv_pw_1', 'conv_pw_5'] };
    const onProgress = (images: number): unknown => read.push(images);
    const first = await (await openFeatures(region, { ...options, onProgress }))('conv_pw_5');
    assert.deepEqual(read, [16, 18, 20]);
    assert.deepEqual(first.trainingImages.shape, [18, 7, 7, 256]);
    assert.deepEqual(first.testImages.shape, [2, 7, 7, 256]);
    assert.equal((await readdir(place)).length, 4);
    const again = await openFeatures(region, { ...options, onProgress, mobilenet: '/nowhere' });
    assert.deepEqual((await again('conv_pw_5')).testImages, first.testImages);
    assert.equal(read.length, 3, 'nothing is read a second time');
    const untrained = await openFeatures(region, { ...options, weights: 'untrained' });
    assert.notDeepEqual((await untrained('conv_pw_5')).testImages, first.testImages);
    await assert.rejects(() => again('conv_pw_9'), UserError);
    await assert.rejects(
      openFeatures(region, { ...options, layers: ['conv_pw_13'] }),
      /no layer conv_pw_13/,
    );
  });
});

test('what is missing is named with the command that brings it', async () => {
  await assert.rejects(
    openMobilenet(['conv_pw_1'], 'trained', path.join(tmpdir(), 'none')),
    /npm run data -- mobilenet/,
  );
  await assert.rejects(
    openFeatures(region, { folder: path.join(tmpdir(), 'none') }),
    /npm run data -- cowley2023/,
  );
});

test('a Gabor energy does not know where a grating is light and where dark, and uniform grey has none', () => {
  const grating = (phase: number): number[] =>
    Array.from({ length: 1024 }, (_, pixel) => Math.sin((2 * Math.PI * (pixel % 32)) / 7 + phase));
  const grey = Array<number>(1024).fill(0.7);
  const images = ndArray(
    [3, 32, 32, 1],
    Float32Array.from([grating(0), grating(1.1), grey].flat()),
  );
  const { shape, values } = gaborEnergies(images);
  assert.deepEqual(shape, [3, 8, 8, 40]);
  // In the middle; 16 to 23 are the orientations of wavelength 7, of which the first is vertical.
  const [first, second, none] = [0, 1, 2].map((image) => {
    const start = (image * 64 + 3 * 8 + 3) * 40;
    return values.subarray(start, start + 40);
  });
  assert.equal(first.indexOf(Math.max(...first)), 16);
  closeTo(first[16], second[16], 0.05 * first[16]);
  assert.ok(Math.max(...none.subarray(0, 24)) < 1e-6);
});
