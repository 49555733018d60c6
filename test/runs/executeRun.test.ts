import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RegionData } from '../../src/data/region';
import { DivergedTraining, UserError } from '../../src/errors';
import { executeRun, type Trainer } from '../../src/runs/executeRun';
import { unknownDevice } from '../../src/runs/provenance';
import type { RunSpecification } from '../../src/runs/specification';
import { emptyStore, tinyRegion, tinySpecification, tinyTraining } from './tinyRun';

/** The region that the trainer of a run is given. */
async function trainedRegion(specification: RunSpecification): Promise<RegionData> {
  const seen: RegionData[] = [];
  const trainer: Trainer = {
    device: async () => unknownDevice,
    train: async (_, region) => {
      seen.push(region);
      return tinyTraining();
    },
  };
  assert.equal(
    (await executeRun(specification, tinyRegion, { trainer, store: emptyStore })).status,
    'finished',
  );
  return seen[0];
}

test('a run trains on what its specification says: the recorded responses, or those that replace them', async () => {
  assert.equal(await trainedRegion(tinySpecification), tinyRegion);
  const { trainingResponses, testResponses } = await trainedRegion({
    ...tinySpecification,
    responses: 'shuffled over images',
  });
  assert.notDeepEqual(trainingResponses, tinyRegion.trainingResponses);
  assert.deepEqual(
    [...trainingResponses.values].sort(),
    [...tinyRegion.trainingResponses.values].sort(),
  );
  assert.equal(testResponses, tinyRegion.testResponses);
});

test('other data than those of the specification are refused before anything is trained', async () => {
  for (const changes of [{ dataFingerprint: 'beef' }, { region: 2 }]) {
    await assert.rejects(
      trainedRegion({ ...tinySpecification, ...changes }),
      (error) =>
        error instanceof UserError &&
        /^The run asks for region \d of "tiny" with fingerprint .*open the data set again\.$/.test(
          error.message,
        ),
    );
  }
});

test('a training that diverges becomes a failed record with its reason, one that crashes says so', async () => {
  const recordOf = (error: Error) =>
    executeRun(tinySpecification, tinyRegion, {
      store: emptyStore,
      trainer: { device: async () => unknownDevice, train: () => Promise.reject(error) },
    });
  const diverged = await recordOf(new DivergedTraining('The loss became NaN at step 7.'));
  assert.ok(diverged.status === 'failed');
  assert.deepEqual(
    [diverged.cause, diverged.reason],
    ['diverged', 'The loss became NaN at step 7.'],
  );
  const crashed = await recordOf(new Error('out of memory'));
  assert.ok(crashed.status === 'failed' && crashed.cause === 'crashed');
  await assert.rejects(recordOf(new UserError('No such layer.')), /No such layer/);
});
