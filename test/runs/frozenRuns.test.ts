import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { tryClaim } from '../../src/claim';
import { executeRun, type Trainer } from '../../src/runs/executeRun';
import { unknownDevice } from '../../src/runs/provenance';
import { createRecordStore, type RecordStore } from '../../src/runs/recordStore';
import { ndArray } from '../../src/data/ndArray';
import { createNetwork } from '../../src/models/network';
import {
  encoderRun,
  runLabel,
  teacherRun,
  type RunSpecification,
} from '../../src/runs/specification';
import { specificationHash } from '../../src/runs/specificationHash';
import { trainRuns, type RunEvent } from '../../src/runs/trainRuns';
import { formatModelName } from '../../src/models/modelName';
import { fakeWorkerScript } from './fakePool';
import { tinyRegion, tinySpecification, tinyTraining } from './tinyRun';

let folder: string;
let store: RecordStore;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'frozen-'));
  process.env.FAKE_WORKER_FOLDER = folder;
  store = createRecordStore(join(folder, 'records'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const { hyperparameters } = tinySpecification;
const autoencoder: RunSpecification = { ...tinySpecification, readout: null, layer: null };

function frozen(layer: 1 | 2 | 3 | 4, seed = 1): RunSpecification {
  return {
    ...tinySpecification,
    layer,
    seed,
    task: 'NRS',
    hyperparameters: { ...hyperparameters, alpha: 0 },
    frozenEncoder: { mapping: 'fitted afterwards', readout: null, layer: null, hyperparameters },
  };
}

/** A trainer that writes down what it trains and with which encoder. */
function watched(result: typeof tinyTraining = tinyTraining): {
  readonly trainer: Trainer;
  readonly log: string[];
} {
  const log: string[] = [];
  return {
    log,
    trainer: {
      device: async () => unknownDevice,
      train: async (request, _region, options) => {
        log.push(
          `${formatModelName(request)}${options?.encoderWeights === undefined ? '' : ' on an encoder'}`,
        );
        return result();
      },
    },
  };
}

test('the run that a frozen encoder comes from is the autoencoder of the same region, preset and seed', () => {
  assert.equal(specificationHash(encoderRun(frozen(2))!), specificationHash(autoencoder));
  assert.equal(encoderRun(tinySpecification), undefined);
  assert.match(runLabel(frozen(2)), /CAE-FR2 fitted afterwards NRS seed 1/);
  assert.notEqual(
    specificationHash(frozen(2)),
    specificationHash({ ...frozen(2), frozenEncoder: undefined }),
  );
});

test('a readout on the encoder of a joint model builds on that model, in the IR task and with its own weights', () => {
  const { frozenEncoder, ...readout } = frozen(2);
  const onJoint: RunSpecification = {
    ...readout,
    neurons: [0],
    frozenEncoder: { ...frozenEncoder!, readout: 'FR', layer: 2 },
  };
  assert.equal(specificationHash(encoderRun(onJoint)!), specificationHash(tinySpecification));
});

test('pretrained layers come from the same run on all images', () => {
  const few: RunSpecification = { ...autoencoder, trainingShare: 0.125 };
  assert.equal(
    specificationHash(encoderRun({ ...few, pretrainedLayers: 2 })!),
    specificationHash(autoencoder),
  );
  assert.equal(encoderRun(few), undefined);
  assert.match(runLabel({ ...few, pretrainedLayers: 2 }), /CAE with pretrained layers IR seed 1/);
});

test('a missing autoencoder is trained first and stored, once for all readouts', async () => {
  const { trainer, log } = watched();
  for (const layer of [1, 2] as const) {
    const record = await executeRun(frozen(layer), tinyRegion, { store, trainer });
    assert.equal(record.status, 'finished');
  }
  assert.deepEqual(log, ['CAE', 'CAE-FR1 on an encoder', 'CAE-FR2 on an encoder']);
  assert.equal(store.read(specificationHash(autoencoder))?.status, 'finished');
  assert.equal(store.hashes().length, 3);
});

test('while another process trains the autoencoder, its weights are waited for', async () => {
  const { trainer, log } = watched();
  const release = await tryClaim(store.claimPath(specificationHash(autoencoder)));
  const run = executeRun(frozen(1), tinyRegion, { store, trainer });
  await executeRun(autoencoder, tinyRegion, { store, trainer: watched().trainer });
  await release!();
  assert.equal((await run).status, 'finished');
  assert.deepEqual(log, ['CAE-FR1 on an encoder']);
});

test('where the autoencoder diverged, so has the readout on it, and nothing is trained again', async () => {
  await executeRun(autoencoder, tinyRegion, {
    store,
    trainer: watched(() => tinyTraining({ validation: NaN })).trainer,
  });
  const { trainer, log } = watched();
  const record = await executeRun(frozen(2), tinyRegion, { store, trainer });
  assert.ok(record.status === 'failed' && record.cause === 'diverged');
  assert.match(record.reason, /autoencoder under the readout failed \(region 1 CAE IR seed 1\)/);
  assert.deepEqual(log, []);
});

test('the pool trains the autoencoder before the readouts on it, whatever the order they are given in', async () => {
  const ended: string[] = [];
  const onEvent = (event: RunEvent): void => {
    const name = `${event.run.specification.seed} ${formatModelName(event.run.specification)}`;
    if (event.kind === 'ended') ended.push(name);
    if (event.kind === 'started' && event.run.specification.frozenEncoder) {
      assert.ok(ended.includes(`${event.run.specification.seed} CAE`), `${name} started too early`);
    }
  };
  const specifications = [1, 2].flatMap((seed) => [
    frozen(1, seed),
    frozen(2, seed),
    { ...autoencoder, seed },
  ]);
  const records = await trainRuns(specifications, {
    store,
    data: { name: 'tiny' },
    workers: 2,
    workerScript: fakeWorkerScript,
    onEvent,
  });
  assert.deepEqual(
    [...records.values()].map(({ status }) => status),
    Array.from({ length: 6 }, () => 'finished'),
  );
});

test('a teacher is trained first, on the recorded responses of nobody; then its units are fitted', async () => {
  const neurons = { meanResponses: [1], receptiveFields: [] } as never;
  const { initial } = createNetwork('CAE').initialise(neurons, 1);
  const seen: [string, number][] = [];
  const trainer: Trainer = {
    device: async () => unknownDevice,
    train: async (request, region) => {
      seen.push([formatModelName(request), region.trainingResponses.shape[1]]);
      if (request.readout === null) return tinyTraining({ weights: initial, predictions: null });
      const answers = ndArray([12, 100], new Float32Array(1200).fill(1));
      return tinyTraining({ predictions: answers, readout: null });
    },
  };
  const taught: RunSpecification = {
    ...tinySpecification,
    trainingShare: 0.5,
    responses: 'teacher',
    teacher: { layer: 2, hyperparameters },
  };
  const record = await executeRun(taught, tinyRegion, { store, trainer });
  assert.equal(record.status, 'finished');
  assert.deepEqual(seen, [
    ['CAE', 3],
    ['CAE-FR2', 100],
  ]);
  assert.equal(specificationHash(teacherRun(taught)!), specificationHash(autoencoder));
  const refitted: RunSpecification = { ...frozen(2), ...taught, task: 'NRS' };
  const withoutTeacher = encoderRun({ ...refitted, frozenEncoder: frozen(2).frozenEncoder });
  assert.equal(withoutTeacher!.teacher, undefined);
});
