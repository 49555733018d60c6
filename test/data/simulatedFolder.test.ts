import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { openDataset } from '../../src/data/dataset';
import type { SimulationRequest } from '../../src/data/simulated/writeSimulatedDataset';
import { ensureSimulation, type SimulationWriter } from '../../src/data/simulatedFolder';
import { UserError } from '../../src/errors';
import { withFolder } from './regionFolder';

const request: SimulationRequest = { seed: 1 };

/** Writes what looks like a simulation, and counts how often. */
function countingWriter(version: number): { write: SimulationWriter; count: () => number } {
  let count = 0;
  return {
    count: () => count,
    write: async (folder, { seed, neurons, noise }) => {
      count += 1;
      await mkdir(path.join(folder, 'region1'));
      await writeFile(path.join(folder, 'region1/training_set.npy'), `numbers of seed ${seed}`);
      await writeFile(path.join(folder, 'simulation.json'), JSON.stringify({ seed, version, neurons: neurons ?? [103, 55, 102], noise: noise ?? 'gamma' }));
    },
  };
}

test('a simulation is made once, and again for a new version', async () => {
  await withFolder(async (parent) => {
    const folder = path.join(parent, 'data', 'simulated');
    const first = countingWriter(1);
    await ensureSimulation(folder, request, 1, first.write);
    await ensureSimulation(folder, request, 1, first.write);
    assert.equal(first.count(), 1);
    assert.deepEqual((await readdir(folder)).sort(), ['checksums.json', 'region1', 'simulation.json']);
    const second = countingWriter(2);
    await ensureSimulation(folder, request, 2, second.write);
    assert.equal(second.count(), 1);
    assert.equal(JSON.parse(await readFile(path.join(folder, 'simulation.json'), 'utf8')).version, 2);
    assert.deepEqual(await readdir(path.dirname(folder)), ['simulated']);
  });
});

test('one that was changed, cut short, or is another one is refused', async () => {
  await withFolder(async (parent) => {
    const folder = path.join(parent, 'simulated');
    const { write } = countingWriter(1);
    const refused = (asked: SimulationRequest, reason: RegExp): Promise<void> =>
      assert.rejects(ensureSimulation(folder, asked, 1, write), (error: unknown) => error instanceof UserError && reason.test(error.message), String(reason));
    await ensureSimulation(folder, request, 1, write);
    await refused({ seed: 2 }, /another simulation \(seed 1/);
    await refused({ seed: 1, neurons: 5 }, /another simulation/);
    await refused({ seed: 1, noise: 'poisson' }, /another simulation/);
    await writeFile(path.join(folder, 'region1/training_set.npy'), 'other numbers');
    await refused(request, /was changed after it was made \(region1\/training_set\.npy\): delete this folder/);
    await rm(path.join(folder, 'region1/training_set.npy'));
    await refused(request, /was changed .*training_set/);
    await rm(path.join(folder, 'checksums.json'));
    await refused(request, /not a whole simulation/);
    await rm(folder, { recursive: true });
    await mkdir(folder);
    await writeFile(path.join(folder, 'thesis.txt'), 'precious');
    await refused(request, /holds something else: move it away/);
    assert.equal(await readFile(path.join(folder, 'thesis.txt'), 'utf8'), 'precious');
  });
});

test('of several that ask at once, one simulates and the others wait', async () => {
  await withFolder(async (parent) => {
    const folder = path.join(parent, 'simulated');
    const { write, count } = countingWriter(1);
    const slow: SimulationWriter = async (...args) => {
      await new Promise((resolve) => setTimeout(resolve, 50));
      await write(...args);
    };
    await Promise.all([1, 2, 3].map(() => ensureSimulation(folder, request, 1, slow)));
    assert.equal(count(), 1);
    assert.deepEqual(await readdir(parent), ['simulated']);
  });
});

test('a failing or killed simulation leaves no folder, and the next one cleans up', async () => {
  await withFolder(async (parent) => {
    const folder = path.join(parent, 'simulated');
    const failing: SimulationWriter = async (temporary) => {
      await writeFile(path.join(temporary, 'simulation.json'), '{}');
      throw new Error('no space left');
    };
    await assert.rejects(ensureSimulation(folder, request, 1, failing), /no space left/);
    assert.deepEqual(await readdir(parent), []);
    const ended = spawn(process.execPath, ['--version'], { stdio: 'ignore' });
    await new Promise((resolve) => ended.on('exit', resolve));
    await mkdir(path.join(parent, `.simulated.${ended.pid}.tmp`));
    await ensureSimulation(folder, request, 1, countingWriter(1).write);
    assert.deepEqual(await readdir(parent), ['simulated']);
  });
});

test('the simulation opens by name, with the recorded or another number of neurons, and says what it is', async () => {
  await withFolder(async (dataFolder) => {
    const dataset = await openDataset('simulated', { dataFolder, neurons: 4 });
    assert.deepEqual([dataset.identity.name, dataset.identity.kind, dataset.regions], ['simulated-4', 'simulated', [1, 2, 3]]);
    assert.equal((await openDataset('simulated-4', { dataFolder })).identity.fingerprint, dataset.identity.fingerprint);
    const region = await dataset.loadRegion(2);
    assert.deepEqual(region.trainingImages.shape, [1260, 32, 32, 1]);
    assert.deepEqual(region.trainingResponses.shape, [1260, 4]);
    assert.deepEqual(region.testTrials?.shape, [8, 50, 4]);
    assert.deepEqual(region.truth?.trainingRates.shape, [1260, 4]);
    assert.deepEqual(region.truth?.testRates.shape, [50, 4]);
    assert.deepEqual(region.truth?.receptiveFields.shape, [4, 31, 31]);
    assert.deepEqual(region.truth?.receptiveFieldCentres.shape, [4, 2]);
    assert.equal(region.truth?.cellTypes.length, 4);
    await assert.rejects(openDataset('simulated-4', { dataFolder, neurons: 5 }), /has 4 neurons a region, not 5/);
    await assert.rejects(openDataset('simulated', { dataFolder, neurons: 0 }), /1 to 99999 neurons, not 0/);
    const asFolder = await openDataset(dataset.folder);
    assert.equal(asFolder.identity.kind, 'simulated');
    assert.notEqual(asFolder.identity.name, 'simulated-4');
    await writeFile(path.join(dataset.folder, 'region1/cell_types.json'), '["simple"]');
    await assert.rejects((await openDataset(dataset.folder)).loadRegion(1), /cell_types\.json is not a list of 4 cell types/);
    await assert.rejects(openDataset('simulated-4', { dataFolder }), /was changed after it was made \(region1\/cell_types\.json\)/);
  });
});
