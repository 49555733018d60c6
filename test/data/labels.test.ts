import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import { openDataset } from '../../src/data/dataset';
import { LABEL_FILES } from '../../src/data/layout';
import { writeNpy } from '../../src/data/npy';
import type { Labels } from '../../src/data/region';
import { UserError } from '../../src/errors';
import { goodRegion, withFolder, writeRegion, type RegionContent } from './regionFolder';

async function labelsOf(
  training: readonly number[],
  validation: readonly number[],
  content: RegionContent = goodRegion(),
): Promise<Labels | undefined> {
  let labels: Labels | undefined;
  await withFolder(async (folder) => {
    await writeRegion(folder, 1, content);
    const write = (name: string, values: readonly number[]): Promise<void> =>
      writeNpy(
        path.join(folder, 'region1', name),
        { shape: [values.length], values: Float64Array.from(values) },
        'f8',
      );
    await write(LABEL_FILES.training, training);
    await write(LABEL_FILES.test, validation);
    ({ labels } = await (await openDataset(folder)).loadRegion(1));
  });
  return labels;
}

const refused =
  (reason: RegExp) =>
  (error: unknown): boolean =>
    error instanceof UserError && reason.test(error.message);

test('a folder with labels has classes', async () => {
  assert.deepEqual(await labelsOf([0, 1, 0, 1, 0, 1], [1, 1, 0, 0]), {
    classes: ['class 0', 'class 1'],
    training: [0, 1, 0, 1, 0, 1],
    test: [1, 1, 0, 0],
  });
});

test('one class, half a class, a class on one side only and too few labels are refused', async () => {
  await assert.rejects(labelsOf([0, 0, 0, 0, 0, 0], [0, 0, 0, 0]), refused(/at least two classes/));
  await assert.rejects(labelsOf([0, 1, 0.5, 1, 0, 1], [1, 1, 0, 0]), refused(/whole number/));
  await assert.rejects(labelsOf([0, 1, 0, 1, 0, 2], [1, 1, 0, 0]), refused(/lacks some of 2/));
  await assert.rejects(labelsOf([0, 1, 0, 1, 0], [1, 1, 0, 0]), refused(/each of the 6 images/));
});

test('an image on both sides of the split is refused', async () => {
  const content = goodRegion();
  const { trainingImages, testImages } = content;
  const pixels = Uint8Array.from(testImages.values);
  pixels.set(Uint8Array.from(trainingImages.values).subarray(0, 961), 2 * 961);
  await assert.rejects(
    labelsOf([0, 1, 0, 1, 0, 1], [1, 1, 0, 0], {
      ...content,
      testImages: { ...testImages, values: pixels },
    }),
    refused(
      /validation_inputs\.npy holds 1 of 4 images that are in .*training_inputs\.npy too \(2\)/,
    ),
  );
});
