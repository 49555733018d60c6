import assert from 'node:assert/strict';
import { test } from 'node:test';
import { encode } from 'jpeg-js';
import { convertSession } from '../../../src/data/cowley2023/convertSession';
import { findSessions } from '../../../src/data/cowley2023/sessions';
import { COLOUR_FILES, REGION_FILES } from '../../../src/data/layout';
import { parseNpy, type NpyArray } from '../../../src/data/npy';
import { UserError } from '../../../src/errors';
import { zipOf } from '../zipOf';
import {
  BLANK,
  brightness,
  goodEntries,
  IMAGES,
  means,
  meanSpikes,
  NEURONS,
  REPEATED,
  SIDE,
  spikes,
  trials,
} from './tinySession';

const source = { session: 1, images: zipOf(goodEntries), means, trials };

const read = (files: ReadonlyMap<string, Buffer>, name: string): NpyArray =>
  parseNpy(files.get(name)!, name);

/** Which of the session's images stand in a file, by the grey of their brighter half. */
function imagesIn({ shape, values }: NpyArray): number[] {
  assert.deepEqual(shape.slice(1), [32, 32]);
  return Array.from({ length: shape[0] }, (_, position) => {
    const bright = values[position * 1024 + 31];
    assert.ok(values[position * 1024] < 4, 'the darker half is on the left');
    const image = Array.from({ length: IMAGES }, (_image, index) => index).find(
      (index) => Math.abs(brightness(index) - bright) < 4,
    );
    return image!;
  });
}

test('images keep their responses and trials, whatever the order of the archive; repeated and blank ones go', async () => {
  const converted = await convertSession(source, 4);
  const { files } = converted;
  assert.deepEqual(
    { ...converted, files: undefined },
    { files: undefined, training: 6, test: 4, neurons: NEURONS, duplicates: 1, constant: 1 },
  );
  const [training, shown] = [REGION_FILES.trainingImages, REGION_FILES.testImages].map((name) =>
    imagesIn(read(files, name)),
  );
  const expected = Array.from({ length: IMAGES }, (_, image) => image).filter(
    (image) => image !== REPEATED && image !== BLANK,
  );
  assert.deepEqual(
    [...training, ...shown].sort((a, b) => a - b),
    expected,
  );
  const responsesTo = (images: readonly number[]): number[] =>
    images.flatMap((image) =>
      Array.from({ length: NEURONS }, (_, neuron) => meanSpikes(neuron, image)),
    );
  assert.deepEqual([...read(files, REGION_FILES.trainingResponses).values], responsesTo(training));
  assert.deepEqual([...read(files, REGION_FILES.testResponses).values], responsesTo(shown));
  const raw = read(files, REGION_FILES.testTrials);
  assert.deepEqual(raw.shape.slice(1), [4, NEURONS]);
  const expectedTrials = Array.from({ length: raw.shape[0] }, (_, repeat) =>
    shown.flatMap((image) =>
      Array.from({ length: NEURONS }, (_neuron, neuron) => spikes(neuron, image, repeat)),
    ),
  );
  assert.deepEqual([...raw.values], expectedTrials.flat());
});

test('images in colour lie beside the grey ones, as published and in the same order', async () => {
  const { files } = await convertSession(source, 4);
  for (const [colours, greys, count] of [
    [COLOUR_FILES.training, REGION_FILES.trainingImages, 6],
    [COLOUR_FILES.test, REGION_FILES.testImages, 4],
  ] as const) {
    const { type, shape, values } = read(files, colours);
    assert.deepEqual([type, ...shape], ['u1', count, SIDE, SIDE, 3]);
    const images = imagesIn(read(files, greys));
    images.forEach((image, position) => {
      const end = 3 * SIDE * (SIDE * position + 1);
      const last = values.subarray(end - 3, end);
      for (const channel of last) assert.ok(Math.abs(channel - brightness(image)) < 4);
    });
  }
});

test('the draw of the test images is the same every time and another in every session', async () => {
  const shown = async (session: number): Promise<number[]> =>
    imagesIn(
      read((await convertSession({ ...source, session }, 4)).files, REGION_FILES.testImages),
    );
  assert.deepEqual(await shown(1), await shown(1));
  assert.notDeepEqual(await shown(1), await shown(2));
});

test('without trials there is no file of trials', async () => {
  const { files } = await convertSession({ ...source, trials: undefined }, 4);
  assert.ok(!files.has(REGION_FILES.testTrials));
});

test('grey is the luma of the colours, averaged over the area of a pixel', async () => {
  // Columns of red and blue, 3.5 of which one pixel covers. JPEG itself moves colours a little.
  const side = 112;
  const data = Buffer.alloc(side * side * 4);
  for (let pixel = 0; pixel < side * side; pixel++)
    data[4 * pixel + (pixel % side < side / 2 ? 0 : 2)] = 255;
  const colours = encode({ width: side, height: side, data }, 100).data;
  const entries = goodEntries.map((entry) =>
    entry.name === 'images/image1.jpg' ? { ...entry, content: colours } : entry,
  );
  const { files } = await convertSession({ ...source, images: zipOf(entries) }, 4);
  const found = [REGION_FILES.trainingImages, REGION_FILES.testImages].some((name) => {
    const { shape, values } = read(files, name);
    return Array.from({ length: shape[0] }, (_, image) => 1024 * image).some(
      (start) =>
        Math.abs(values[start + 3] - 0.299 * 255) < 3 &&
        Math.abs(values[start + 28] - 0.114 * 255) < 3,
    );
  });
  assert.ok(found);
});

test('files that do not belong together, and pictures that are none, are refused in a sentence', async () => {
  const refused: [string, Parameters<typeof convertSession>[0], RegExp][] = [
    ['a picture too few', { ...source, images: zipOf(goodEntries.slice(0, -1)) }, /11 images but/],
    ['trials instead of means', { ...source, means: trials }, /do not belong together/],
    ['means instead of trials', { ...source, trials: means }, /do not belong together/],
    [
      'two pictures of one number',
      { ...source, images: zipOf([...goodEntries, { ...goodEntries[2], name: 'b/image12.jpg' }]) },
      /number 12/,
    ],
    [
      'text',
      { ...source, images: zipOf([{ name: 'image1.jpg', content: Buffer.from('no picture') }]) },
      /cannot be used/,
    ],
    [
      'a huge picture',
      { ...source, images: zipOf([{ ...goodEntries[3], claimedSize: 4e9 }]) },
      /claims 4000000000 bytes/,
    ],
    [
      'a way out of the archive',
      { ...source, images: zipOf([...goodEntries, { ...goodEntries[3], name: '../image13.jpg' }]) },
      /relative path/,
    ],
    ['no zip', { ...source, images: Buffer.from('<!doctype html>') }, /cannot be used/],
  ];
  for (const [what, wrong, reason] of refused) {
    await assert.rejects(
      convertSession(wrong, 4),
      (error: unknown) => error instanceof UserError && reason.test(error.message),
      what,
    );
  }
});

test('the published sessions: unknown ones and those without images are named', () => {
  assert.deepEqual(
    findSessions([210325, 201025, 210325]).map(({ session }) => session),
    [210325, 201025],
  );
  assert.throws(() => findSessions([210325, 123456]), /Session 123456 does not exist: choose/);
  assert.throws(() => findSessions([201016]), /Session 201016 has no images/);
});
