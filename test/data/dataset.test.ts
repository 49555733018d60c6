import assert from 'node:assert/strict';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { openDataset, type DatasetOptions } from '../../src/data/dataset';
import { REGION_FILES } from '../../src/data/layout';
import { meanOverTrials } from '../../src/data/responses';
import { UserError } from '../../src/errors';
import {
  goodRegion,
  withFolder,
  writeRegion,
  type FileContent,
  type RegionContent,
} from './regionFolder';

/** A region with one thing changed is refused with a sentence that matches. */
async function assertRefused(
  change: (region: RegionContent) => void,
  reason: RegExp,
  options: DatasetOptions = {},
): Promise<void> {
  await withFolder(async (folder) => {
    const content: RegionContent = goodRegion();
    change(content);
    await writeRegion(folder, 1, content);
    await assert.rejects(
      async () => (await openDataset(folder, options)).loadRegion(1),
      (error: unknown) =>
        error instanceof UserError && reason.test(error.message) && error.message.includes(folder),
      String(reason),
    );
  });
}

/** A copy of a file's numbers with one of them replaced. */
function replaced(values: ArrayLike<number>, index: number, value: number): Float64Array {
  return Float64Array.from(values).fill(value, index, index + 1);
}

const meanOf = (values: ArrayLike<number>): number =>
  Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;

/** The content of a file as a region holds it. */
const scaled = ({ shape, values }: FileContent, unit: number) => ({
  shape,
  values: Float32Array.from(values, (value) => value / unit),
});

test('a complete folder gives preprocessed images, responses, trials and an identity', async () => {
  await withFolder(async (folder) => {
    const content = goodRegion();
    await writeRegion(folder, 1, content);
    await writeRegion(folder, 10, content);
    await writeRegion(folder, 2, content);
    const dataset = await openDataset(folder);
    assert.deepEqual(dataset.regions, [1, 2, 10]);
    assert.equal(dataset.identity.name, 'my-recordings');
    assert.equal(dataset.identity.kind, 'real');
    assert.match(dataset.identity.fingerprint, /^[0-9a-f]{64}$/);
    const region = await dataset.loadRegion(10);
    assert.equal(region.region, 10);
    assert.deepEqual(region.dataset, dataset.identity);
    assert.deepEqual(region.trainingImages.shape, [6, 32, 32, 1]);
    assert.deepEqual(region.testImages.shape, [4, 32, 32, 1]);
    assert.equal(
      region.trainingImages.values[0],
      Math.fround((content.trainingImages.values[0] * 2) / 255 - 1),
    );
    const { trainingResponses, testResponses, testTrials } = content;
    assert.equal(region.responseScale, meanOf(trainingResponses.values));
    assert.deepEqual(region.trainingResponses, scaled(trainingResponses, region.responseScale));
    assert.deepEqual(region.testResponses, scaled(testResponses, region.responseScale));
    assert.deepEqual(region.testTrials, scaled(testTrials, region.responseScale));
    assert.deepEqual(region.pixels, { low: 0, high: 255, clipped: 0 });
    assert.equal(region.truth, undefined);
    await assert.rejects(dataset.loadRegion(3), /no region 3: there is 1, 2, 10/);
  });
});

test('without trials there are no trials; with a single one neither', async () => {
  await withFolder(async (folder) => {
    const content: RegionContent = goodRegion();
    const { testTrials } = content;
    delete content.testTrials;
    await writeRegion(folder, 1, content);
    assert.equal((await (await openDataset(folder)).loadRegion(1)).testTrials, undefined);
    const single = {
      type: 'f8' as const,
      shape: [1, 4, 3],
      values: Float64Array.from(testTrials!.values).slice(0, 12),
    };
    await writeRegion(folder, 1, {
      testTrials: single,
      testResponses: { ...single, shape: [4, 3] },
    });
    assert.equal((await (await openDataset(folder)).loadRegion(1)).testTrials, undefined);
  });
});

test('the fingerprint follows contents and options, not places or other files', async () => {
  await withFolder(async (folder) => {
    await writeRegion(folder, 1, goodRegion());
    const fingerprint = async (options?: DatasetOptions): Promise<string> =>
      (await openDataset(folder, options)).identity.fingerprint;
    const original = await fingerprint();
    await writeFile(path.join(folder, 'region1/notes.txt'), 'notes');
    assert.equal(await fingerprint(), original);
    assert.notEqual(await fingerprint({ rectify: true }), original);
    const other = goodRegion();
    await writeRegion(folder, 1, {
      trainingImages: {
        ...other.trainingImages,
        values: replaced(other.trainingImages.values, 5, 77),
      },
    });
    assert.notEqual(await fingerprint(), original);
    await writeRegion(folder, 1, goodRegion());
    assert.equal(await fingerprint(), original);
    await withFolder(async (elsewhere) => {
      await writeRegion(elsewhere, 1, goodRegion());
      assert.equal((await openDataset(elsewhere)).identity.fingerprint, original);
      await rm(path.join(elsewhere, 'region1', REGION_FILES.testTrials));
      assert.notEqual((await openDataset(elsewhere)).identity.fingerprint, original);
    });
  });
});

test('missing folders, folders without regions and missing files are named', async () => {
  await withFolder(async (folder) => {
    await assert.rejects(
      openDataset(path.join(folder, 'none')),
      (error: unknown) =>
        error instanceof UserError && /There is no folder .*none/.test(error.message),
    );
    await assert.rejects(openDataset(folder), /holds no folder "region1"/);
    await mkdir(path.join(folder, 'region1'));
    await assert.rejects(
      openDataset(folder),
      /lacks region1\/training_inputs\.npy, region1\/training_set\.npy, region1\/validation_inputs\.npy, region1\/validation_set\.npy/,
    );
    await assert.rejects(
      openDataset(folder, { requireTraining: false }),
      /lacks region1\/training_set\.npy/,
    );
    await assert.rejects(
      openDataset('antolik2016', { dataFolder: folder }),
      /There is no folder .*npm run data -- antolik2016/,
    );
  });
  for (const file of [
    'trainingImages',
    'trainingResponses',
    'testImages',
    'testResponses',
  ] as const) {
    await assertRefused(
      (region) => delete region[file],
      new RegExp(`lacks region1/${REGION_FILES[file].replace('.', '\\.')}:`),
    );
  }
});

test('a region without training images opens on request, with its responses', async () => {
  await withFolder(async (folder) => {
    const content: RegionContent = goodRegion();
    delete content.trainingImages;
    await writeRegion(folder, 1, content);
    const region = await (await openDataset(folder, { requireTraining: false })).loadRegion(1);
    assert.deepEqual(region.trainingImages, { shape: [0, 32, 32, 1], values: new Float32Array(0) });
    assert.deepEqual(region.trainingResponses.shape, [6, 3]);
    assert.deepEqual(region.testImages.shape, [4, 32, 32, 1]);
  });
});

test('counts that do not match are refused', async () => {
  const cut = (name: keyof RegionContent, shape: readonly number[]) => (region: RegionContent) => {
    const file = region[name]!;
    region[name] = {
      ...file,
      shape,
      values: Float64Array.from(file.values).slice(
        0,
        shape.reduce((a, b) => a * b, 1),
      ),
    };
  };
  await assertRefused(
    cut('trainingImages', [5, 961]),
    /training_inputs\.npy has 5 images but .*training_set\.npy has 6/,
  );
  await assertRefused(
    cut('trainingResponses', [6, 2]),
    /training_set\.npy has 2 neurons but .*validation_set\.npy has 3/,
  );
  await assertRefused(
    cut('testImages', [3, 961]),
    /validation_inputs\.npy has 3 images but .*validation_set\.npy has 4/,
  );
  await assertRefused(
    cut('testTrials', [2, 3, 3]),
    /raw_validation_set\.npy has 3 images but .*validation_set\.npy has 4/,
  );
  await assertRefused(cut('testTrials', [2, 4, 2]), /raw_validation_set\.npy has 2 neurons/);
  await assertRefused(
    cut('testImages', [4, 900]),
    /training_inputs\.npy has 31 pixels a side but .*validation_inputs\.npy has 30/,
  );
  await assertRefused(
    cut('testImages', [4, 960]),
    /validation_inputs\.npy has the shape \(4, 960\).*square/,
  );
  await assertRefused((region) => {
    cut('testTrials', [2, 2, 3])(region);
    region.testResponses = {
      ...region.testTrials!,
      shape: [2, 3],
      values: Array.from(
        { length: 6 },
        (_, i) => (region.testTrials!.values[i] + region.testTrials!.values[i + 6]) / 2,
      ),
    };
    cut('testImages', [2, 961])(region);
  }, /validation_inputs\.npy holds 2 images, but at least 3/);
});

test('empty regions are refused', async () => {
  const empty =
    (name: keyof RegionContent, shape: readonly number[]) => (region: RegionContent) => {
      region[name] = { type: 'f8', shape, values: [] };
    };
  await assertRefused(empty('trainingImages', [0, 961]), /training_inputs\.npy holds 0 images/);
  await assertRefused(empty('trainingResponses', [6, 0]), /training_set\.npy is empty/);
  await assertRefused(empty('testResponses', [0, 3]), /validation_set\.npy is empty/);
  await assertRefused(empty('testTrials', [0, 4, 3]), /raw_validation_set\.npy is empty/);
});

test('pixels and responses that are not finite are refused', async () => {
  for (const bad of [NaN, Infinity]) {
    for (const [name, file] of Object.entries(REGION_FILES)) {
      // NaN is a trial that was not shown.
      if (name === 'testTrials' && Number.isNaN(bad)) continue;
      await assertRefused(
        (region) => {
          const content = region[name as keyof RegionContent]!;
          region[name as keyof RegionContent] = {
            ...content,
            type: 'f8',
            values: replaced(content.values, 3, bad),
          };
        },
        new RegExp(`${file.replace('.', '\\.')} holds the value ${bad}`),
      );
    }
  }
});

test('NaN is a trial that was not shown, if its image has another one', async () => {
  const lost = (region: RegionContent, ...entries: number[]): void => {
    const values = Float64Array.from(region.testTrials!.values, (value, entry) =>
      entries.includes(entry) ? NaN : value,
    );
    region.testTrials = { ...region.testTrials!, values };
    const mean = meanOverTrials({ ...region.testTrials, values, type: 'f8' }).values;
    region.testResponses = { ...region.testResponses!, values: mean.map((value) => value || 0) };
  };
  await withFolder(async (folder) => {
    const content = goodRegion();
    lost(content, 0, 1, 2, 16);
    await writeRegion(folder, 1, content);
    const region = await (await openDataset(folder)).loadRegion(1);
    const { values } = content.testTrials;
    const unit = region.responseScale;
    assert.deepEqual(
      region.testTrials!.values.slice(0, 4),
      Float32Array.of(NaN, NaN, NaN, values[3] / unit),
    );
    // The only trial that is left, and the mean of two.
    assert.equal(region.testResponses.values[0], Math.fround(values[12] / unit));
    assert.equal(region.testResponses.values[4], Math.fround(values[4] / unit));
    assert.equal(
      region.testResponses.values[3],
      Math.fround(content.testResponses.values[3] / unit),
    );
    // Three of the four images have one trial left for neuron 1: no ceiling.
    lost(content, 7);
    await writeRegion(folder, 1, content);
    assert.equal((await (await openDataset(folder)).loadRegion(1)).testTrials, undefined);
  });
  await assertRefused(
    (region) => lost(region, 4, 16),
    /raw_validation_set\.npy has no trial of image 1 for neuron 1/,
  );
  await assertRefused((region) => {
    const { testResponses } = region;
    lost(region, 4);
    region.testResponses = testResponses!;
  }, /validation_set\.npy is not the mean over the trials/);
});

test('constant images and silent neurons are refused by index', async () => {
  await assertRefused((region) => {
    region.trainingImages = {
      ...region.trainingImages!,
      values: Uint8Array.from(region.trainingImages!.values).fill(9, 961, 2 * 961),
    };
  }, /training_inputs\.npy holds 1 of 6 images without any contrast \(1\)/);
  await assertRefused((region) => {
    region.trainingResponses = {
      ...region.trainingResponses!,
      values: Float64Array.from(region.trainingResponses!.values, (value, index) =>
        index % 3 === 1 ? 0 : value,
      ),
    };
  }, /training_set\.npy holds 1 of 3 neurons that never respond \(1\)/);
});

test('negative responses are refused; rectified, the mean is that of the rectified trials', async () => {
  const subtract = (region: RegionContent): void => {
    const trials = Float64Array.from(region.testTrials!.values, (value, index) =>
      index === 0 ? -1 : value,
    );
    region.testTrials = { ...region.testTrials!, values: trials };
    region.testResponses = {
      ...region.testResponses!,
      values: Float64Array.from(
        { length: 12 },
        (_, index) => (trials[index] + trials[index + 12]) / 2,
      ),
    };
    region.trainingResponses = {
      ...region.trainingResponses!,
      values: replaced(region.trainingResponses!.values, 4, -0.25),
    };
  };
  await assertRefused(subtract, /training_set\.npy holds 1 negative responses.*--rectify/);
  await withFolder(async (folder) => {
    const content = goodRegion();
    subtract(content);
    await writeRegion(folder, 1, content);
    const region = await (await openDataset(folder, { rectify: true })).loadRegion(1);
    assert.equal(region.trainingResponses.values[4], 0);
    assert.equal(region.testTrials!.values[0], 0);
    const unit = region.responseScale;
    assert.equal(
      region.testResponses.values[0],
      Math.fround(content.testTrials.values[12] / 2 / unit),
    );
    assert.equal(
      region.testResponses.values[1],
      Math.fround(content.testResponses.values[1] / unit),
    );
  });
});

/** The responses of a region in another unit, all of them or those to the test images only. */
function times(content: RegionContent, factor: number): RegionContent {
  const scale = (file: FileContent): FileContent => ({
    ...file,
    values: Float64Array.from(file.values, (value) => value * factor),
  });
  return {
    ...content,
    trainingResponses: scale(content.trainingResponses!),
    testResponses: scale(content.testResponses!),
    testTrials: scale(content.testTrials!),
  };
}

test('the unit of the responses is the mean training response, whatever it is in the files', async () => {
  await withFolder(async (folder) => {
    const load = async (content: RegionContent) => {
      await writeRegion(folder, 1, content);
      return (await openDataset(folder)).loadRegion(1);
    };
    const plain = await load(goodRegion());
    assert.ok(Math.abs(meanOf(plain.trainingResponses.values) - 1) < 1e-6);
    for (const factor of [1000, 0.1, 1e-3, 1e-9]) {
      const other = await load(times(goodRegion(), factor));
      assert.ok(Math.abs(other.responseScale / plain.responseScale / factor - 1) < 1e-12);
      for (const name of ['trainingResponses', 'testResponses', 'testTrials'] as const)
        other[name]!.values.forEach((value, entry) =>
          assert.ok(Math.abs(value - plain[name]!.values[entry]) < 1e-6),
        );
    }
  });
  // Small responses that do not belong together are found out as well.
  await assertRefused((region) => {
    Object.assign(region, times(region, 1e-6));
    region.testResponses = {
      ...region.testResponses!,
      values: replaced(region.testResponses!.values, 5, 0),
    };
  }, /is not the mean over the trials/);
});

test('the simulation and the recordings of the paper keep their unit', async () => {
  await withFolder(async (folder) => {
    await writeRegion(path.join(folder, 'antolik2016'), 1, goodRegion());
    await writeRegion(path.join(folder, 'mine'), 1, goodRegion());
    const open = async (name: string) => {
      const dataset = await openDataset(path.join(folder, name));
      return { ...dataset.identity, ...(await dataset.loadRegion(1)) };
    };
    const [antolik, mine] = [await open('antolik2016'), await open('mine')];
    assert.equal(antolik.responseScale, 1);
    assert.deepEqual(
      antolik.trainingResponses.values,
      Float32Array.from(goodRegion().trainingResponses.values),
    );
    assert.notEqual(mine.responseScale, 1);
    // The names of records follow what a model was given.
    assert.notEqual(mine.fingerprint, antolik.fingerprint);
  });
});

test('test images among the training images are refused, in whatever shape', async () => {
  await assertRefused((region) => {
    const pixels = Uint8Array.from(region.trainingImages!.values);
    pixels.set(Uint8Array.from(region.testImages!.values).subarray(961, 2 * 961), 3 * 961);
    region.trainingImages = { ...region.trainingImages!, shape: [6, 31, 31], values: pixels };
  }, /validation_inputs\.npy holds 1 of 4 images that are in .*training_inputs\.npy too \(1\)/);
});

test('folders whose names are nearly those of regions are named', async () => {
  for (const name of ['region02', 'Region3', 'region_4', 'region 5', 'region0', 'REGION1000000'])
    await withFolder(async (folder) => {
      await writeRegion(folder, 1, goodRegion());
      await mkdir(path.join(folder, 'regions-notes'));
      assert.deepEqual((await openDataset(folder)).regions, [1]);
      await mkdir(path.join(folder, name));
      await assert.rejects(
        openDataset(folder),
        (error: unknown) =>
          error instanceof UserError && error.message.includes(`holds ${name}, which would not`),
      );
    });
});

test('a folder is looked for where the user stands, who may have started npm elsewhere', async () => {
  await withFolder(async (folder) => {
    await writeRegion(folder, 1, goodRegion());
    const before = process.env.INIT_CWD;
    process.env.INIT_CWD = path.dirname(folder);
    try {
      assert.equal((await openDataset('my-recordings')).folder, folder);
      process.env.INIT_CWD = path.join(folder, 'region1');
      assert.equal((await openDataset('..')).folder, folder);
    } finally {
      if (before === undefined) delete process.env.INIT_CWD;
      else process.env.INIT_CWD = before;
    }
  });
});

test('mean responses that do not belong to the trials are refused', async () => {
  await assertRefused((region) => {
    region.testResponses = {
      ...region.testResponses!,
      values: replaced(region.testResponses!.values, 5, 3),
    };
  }, /validation_set\.npy is not the mean over the trials of .*raw_validation_set\.npy \(image 1, neuron 2/);
});

test('pixels of no known range and files that are no arrays are refused', async () => {
  await assertRefused((region) => {
    region.testImages = {
      ...region.testImages!,
      type: 'f8',
      values: replaced(region.testImages!.values, 5, 300),
    };
    region.trainingImages = { ...region.trainingImages!, type: 'f8' };
  }, /pixels of .*training_inputs\.npy and .*validation_inputs\.npy lie in \[0, 300\]/);
  await withFolder(async (folder) => {
    await writeRegion(folder, 1, goodRegion());
    const file = path.join(folder, 'region1', REGION_FILES.testTrials);
    await writeFile(file, (await readFile(file)).subarray(0, 150));
    await assert.rejects(
      (await openDataset(folder)).loadRegion(1),
      /raw_validation_set\.npy is truncated/,
    );
  });
});
