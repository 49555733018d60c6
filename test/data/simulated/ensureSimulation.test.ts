import assert from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { openDataset } from '../../../src/data/dataset';
import { SIMULATION_SEED } from '../../../src/data/simulated/regionParameters';
import {
  ensureSimulation,
  SIMULATION_VERSION,
  type SimulationRequest,
} from '../../../src/data/simulated/writeSimulatedDataset';
import { UserError } from '../../../src/errors';
import { withFolder } from '../regionFolder';

test('a folder that holds another simulation or something else is refused and left as it is', async () => {
  await withFolder(async (parent) => {
    const folder = path.join(parent, 'simulated');
    const refused = (asked: SimulationRequest, reason: RegExp): Promise<void> =>
      assert.rejects(
        ensureSimulation(folder, asked),
        (error: unknown) => error instanceof UserError && reason.test(error.message),
        String(reason),
      );
    await mkdir(folder);
    await writeFile(
      path.join(folder, 'simulation.json'),
      JSON.stringify({
        seed: 1,
        version: SIMULATION_VERSION,
        neurons: [103, 55, 102],
        noise: 'gamma',
      }),
    );
    await ensureSimulation(folder, { seed: 1 });
    await refused({ seed: 2 }, /another simulation \(seed 1, neurons 103,55,102\)/);
    await refused({ seed: 1, neurons: 5 }, /another simulation/);
    await writeFile(path.join(folder, 'simulation.json'), '{"seed": 1');
    await refused({ seed: 1 }, /simulation.json in .* is damaged: delete the folder/);
    const other = path.join(parent, 'simulated-5');
    await mkdir(other);
    await writeFile(path.join(other, 'thesis.txt'), 'precious');
    await assert.rejects(
      openDataset('simulated-5', { dataFolder: parent }),
      /holds something else: move it away/,
    );
    assert.equal(await readFile(path.join(other, 'thesis.txt'), 'utf8'), 'precious');
  });
});

test('the simulation opens by name, with another number of neurons, and says what it is; an old version is replaced', async () => {
  await withFolder(async (dataFolder) => {
    const folder = path.join(dataFolder, 'simulated-4');
    await mkdir(folder);
    await writeFile(
      path.join(folder, 'simulation.json'),
      JSON.stringify({ seed: SIMULATION_SEED, version: SIMULATION_VERSION - 1, neurons: 4 }),
    );
    const stages: string[] = [];
    const dataset = await openDataset('simulated-4', {
      dataFolder,
      onProgress: (stage) => stages.push(stage),
    });
    assert.equal(stages.length, 3);
    assert.deepEqual(
      [dataset.identity.name, dataset.identity.kind, dataset.regions],
      ['simulated-4', 'simulated', [1, 2, 3]],
    );
    const region = await dataset.loadRegion(2);
    assert.deepEqual(region.trainingImages.shape, [1260, 32, 32, 1]);
    assert.deepEqual(region.trainingResponses.shape, [1260, 4]);
    assert.deepEqual(region.testTrials?.shape, [8, 50, 4]);
    assert.deepEqual(region.truth?.trainingRates.shape, [1260, 4]);
    assert.deepEqual(region.truth?.testRates.shape, [50, 4]);
    assert.deepEqual(region.truth?.receptiveFields.shape, [4, 31, 31]);
    assert.deepEqual(region.truth?.receptiveFieldCentres.shape, [4, 2]);
    assert.equal(region.truth?.cellTypes.length, 4);
    const asFolder = await openDataset(dataset.folder);
    assert.equal(asFolder.identity.kind, 'simulated');
    assert.notEqual(asFolder.identity.name, 'simulated-4');
  });
});
