import assert from 'node:assert/strict';
import { test } from 'node:test';
import { comparisonKey, primaryContrasts } from '../../src/paper/primaryContrasts';
import { designCommit } from '../../src/paper/designCommit';
import { judge, judgePrimary } from '../../src/paper/judge';
import type { Reproduction } from '../../src/paper/openReproduction';
import { openPlan } from '../../src/paper/specify';
import type { FinishedRecord } from '../../src/runs/record';
import { encodeArray } from '../../src/runs/recordCodec';
import type { RunSpecification } from '../../src/runs/specification';
import { pearsonPerNeuron } from '../../src/metrics/responseScores';
import { tinyRegion } from '../tinyRegion';
import { fakeRecord } from './fakeRecords';

const region = tinyRegion({ images: 20, neurons: 8, testImages: 46 });
const plan = openPlan({ identity: region.dataset, regions: [1] }, 'paper', 5);

interface World {
  /** By what the responses multiply every error. */
  readonly harm: number;
  /** Whether they change the encoder. */
  readonly arrive: boolean;
  readonly share?: number;
  readonly startedAt?: string;
  /** Processor of the joint models. */
  readonly device?: string;
  readonly seeds?: number;
}

/** Errors that follow image and seed, so that what the responses do is all that pairs differ in. */
function recordIn(world: World, run: RunSpecification): FinishedRecord {
  const fake = fakeRecord({ ...run, autoencoder: 'CAE', readout: run.readout }, region);
  const joint = run.autoencoder !== null && run.readout !== null && !run.frozenEncoder;
  const { beta } = run.hyperparameters;
  const factor = joint && run.task === 'IR' && beta > 0 ? world.harm : 1;
  const error = (image: number): number =>
    0.05 * (1 + 0.3 * Math.sin(image) + 0.02 * run.seed) * factor + 1e-6 * Math.cos(3 * image);
  const learnt = world.arrive && run.frozenEncoder?.readout === 'FR' ? 0.9 : 0.5;
  const predictions = {
    shape: region.testResponses.shape,
    values: region.testResponses.values.map(
      (value, index) => learnt * value + (1 - learnt) * (1 + Math.sin(index * 1.7 + run.seed)),
    ),
  };
  return {
    ...fake,
    provenance: {
      ...fake.provenance,
      startedAt: world.startedAt ?? '2027-01-01T00:00:00.000Z',
      device: joint ? (world.device ?? 'CPU') : 'CPU',
    },
    reconstruction: fake.reconstruction && {
      ...fake.reconstruction,
      mse: fake.reconstruction.mse.map((_, image) => error(image)),
    },
    responses: fake.responses && {
      ...fake.responses,
      predictions: encodeArray(predictions),
      ...pearsonPerNeuron(predictions, region.testResponses),
    },
    ...(joint && world.share !== undefined ? { responsesShare: world.share } : {}),
  };
}

function reproductionIn(world: World): Reproduction {
  const read = (run: RunSpecification): FinishedRecord | undefined =>
    run.seed <= (world.seeds ?? 5) && run.neurons === 'all' ? recordIn(world, run) : undefined;
  const store = { readSettled: read };
  const records = { find: read, weights: () => undefined, local: store, committed: store };
  return {
    ...plan,
    focusRegion: 1,
    region: async () => region,
    fromRecords: true,
    retrained: new Set(),
    records,
  } as unknown as Reproduction;
}

const rowsOf = async (world: World) => {
  const rows = await judge(reproductionIn(world), 'reconstruction');
  return rows.filter(({ claim }) => claim === '1');
};

test('harm is found where responses arrive; where they do not, nothing is judged', async () => {
  const harmed = await rowsOf({ harm: 1.1, arrive: true });
  assert.deepEqual(new Set(harmed.map(({ verdict }) => verdict)), new Set(['reversed']));
  assert.ok(harmed.every(({ checked }) => checked!.passed && checked!.low > 0));
  const inert = await rowsOf({ harm: 1.1, arrive: false });
  assert.deepEqual(new Set(inert.map(({ verdict }) => verdict)), new Set(['not manipulated']));
  const few = await rowsOf({ harm: 1.1, arrive: true, seeds: 4 });
  assert.deepEqual(new Set(few.map(({ verdict }) => verdict)), new Set(['not tested (4 seeds)']));
});

test('in the similarity task a pair counts where images have their share of the gradient', async () => {
  const verdictsWith = async (share: number | undefined): Promise<Set<string>> => {
    const world = { harm: 1, arrive: true, ...(share === undefined ? {} : { share }) };
    const rows = await judge(reproductionIn(world), 'similarity');
    return new Set(rows.map(({ verdict }) => verdict));
  };
  assert.deepEqual(await verdictsWith(0.5), new Set(['no relevant difference']));
  assert.deepEqual(await verdictsWith(0.99), new Set(['not manipulated']));
  assert.deepEqual(await verdictsWith(undefined), new Set(['not tested (0 seeds)']));
});

test('a primary contrast is the mean of its rows in % of the MSE, and has power', async () => {
  const reproduction = reproductionIn({ harm: 1.02, arrive: true });
  const [first] = await judgePrimary(reproduction, '1');
  assert.deepEqual([first.claim, first.measuredRows, first.plannedRows], ['1', 4, 4]);
  assert.ok(Math.abs(first.difference.estimate - 2) < 0.01, String(first.difference.estimate));
  assert.equal(first.verdict, 'reversed');
  assert.ok(first.power > 0.9 && first.plannedPower > 0.9);
  assert.equal(first.difference.seeds, 5);
  const [more] = await judgePrimary(reproductionIn({ harm: 1.02, arrive: true, seeds: 10 }), '1');
  assert.equal(more.difference.seeds, 10);
  const [second] = await judgePrimary(reproduction, '2');
  assert.equal(second, undefined);
});

test('a row tells on which processors its sides were trained, and whether it is older than the design', async () => {
  const [same] = await rowsOf({ harm: 1, arrive: true });
  assert.deepEqual([same.isOnTwoProcessors, same.isPostHoc], [false, false]);
  const before = new Date(Date.parse(designCommit.committedAt) - 1000).toISOString();
  const [other] = await rowsOf({ harm: 1, arrive: true, device: 'GPU', startedAt: before });
  assert.deepEqual([other.isOnTwoProcessors, other.isPostHoc], [true, true]);
  assert.deepEqual(other.devices, ['GPU', 'CPU']);
});

test('a comparison that two claims show has one p, that of its family', async () => {
  const reproduction = reproductionIn({ harm: 1.003, arrive: true });
  const rows = await judge(reproduction, 'reconstruction', 'ceiling');
  const keys = rows.map((row) => comparisonKey(plan, row));
  assert.equal(new Set(keys).size, keys.length);
  const [first] = primaryContrasts(plan, () => undefined);
  for (const row of first.rows) assert.ok(keys.includes(comparisonKey(plan, row)));
});
