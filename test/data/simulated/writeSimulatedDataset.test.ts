import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { readNpy } from '../../../src/data/npy';
import {
  SIMULATION_VERSION,
  writeSimulatedDataset,
} from '../../../src/data/simulated/writeSimulatedDataset';

let folder = '';
before(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'dae-nr-simulated-'));
  await mkdir(path.join(folder, 'default'));
  await writeSimulatedDataset(path.join(folder, 'default'), { seed: 1 });
});
after(() => rm(folder, { recursive: true, force: true }));

test('the layout and sizes are those of Antolik 2016', async () => {
  assert.deepEqual((await readdir(path.join(folder, 'default'))).sort(), [
    'region1',
    'region2',
    'region3',
    'simulation.json',
  ]);
  const sizes = [
    [1800, 103, 10],
    [1260, 55, 8],
    [1800, 102, 12],
  ];
  for (const [index, [images, neurons, trials]] of sizes.entries()) {
    const shape = async (file: string): Promise<readonly number[]> =>
      (await readNpy(path.join(folder, 'default', `region${index + 1}`, file))).shape;
    assert.deepEqual(await shape('training_inputs.npy'), [images, 961]);
    assert.deepEqual(await shape('training_set.npy'), [images, neurons]);
    assert.deepEqual(await shape('validation_inputs.npy'), [50, 961]);
    assert.deepEqual(await shape('validation_set.npy'), [50, neurons]);
    assert.deepEqual(await shape('raw_validation_set.npy'), [trials, 50, neurons]);
  }
  assert.deepEqual(
    JSON.parse(await readFile(path.join(folder, 'default', 'simulation.json'), 'utf8')),
    {
      seed: 1,
      version: SIMULATION_VERSION,
      neurons: [103, 55, 102],
    },
  );
});
