import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { measureRate, planGroups, trainWorkflow } from '../../src/cli/trainWorkflow';
import { runCost } from '../../src/cli/poolProgress';
import { openDataset } from '../../src/data/dataset';
import { items, runsOf } from '../../src/paper/items';
import { openPlan } from '../../src/paper/specify';
import { buildRecord } from '../../src/runs/buildRecord';
import { createRecordStore, type NamedRun } from '../../src/runs/recordStore';
import { encoderRun, type RunSpecification } from '../../src/runs/specification';
import { specificationHash } from '../../src/runs/specificationHash';
import { trainRuns } from '../../src/runs/trainRuns';
import { writeTinyFolder } from '../cli/tinyFolder';
import { planOf } from '../paper/plans';
import { tinyProvenance, tinyRegion, tinySpecification, tinyTraining } from '../runs/tinyRun';

const named = (specification: RunSpecification): NamedRun => ({
  specification,
  hash: specificationHash(specification),
});
const paper = runsOf(planOf('paper', 5), items, () => undefined).map(named);
const rate = { median: 0.08, largest: 0.2 };

test('every run is in one group, and one that takes over an encoder in a later group than the run that trains it', () => {
  const groups = planGroups(paper, rate, 100);
  const groupOf = new Map(
    groups.flatMap(({ runs }, group) => runs.map((run) => [specificationHash(run), group])),
  );
  assert.equal(groups.flatMap(({ runs }) => runs).length, paper.length);
  assert.equal(groupOf.size, paper.length);
  let dependent = 0;
  groups.forEach(({ runs, after }, group) => {
    assert.ok(after.every((earlier) => earlier < group));
    for (const run of runs.filter(({ frozenEncoder }) => frozenEncoder !== undefined)) {
      dependent += 1;
      assert.ok(after.includes(groupOf.get(specificationHash(encoderRun(run)!))!));
    }
  });
  assert.ok(dependent > 100);
});

test('short runs share a job, long ones do not, and the time asked for covers the slowest measured', () => {
  const groups = planGroups(paper, rate, 100);
  const seconds = groups.map(
    ({ runs }) => rate.median * runs.reduce((sum, run) => sum + runCost(run), 0),
  );
  assert.ok(groups.length < paper.length / 1.5);
  seconds
    .slice(0, -1)
    .forEach((length, group) =>
      assert.ok(length < 600 + rate.median * runCost(groups[group].runs.at(-1)!)),
    );
  groups.forEach(({ minutes }, group) =>
    assert.ok(minutes * 60 > (2 * seconds[group] * rate.largest) / rate.median),
  );
  // A place for every job: more and smaller ones, but none that is over before it has started.
  assert.ok(planGroups(paper, rate, 10_000).length > groups.length);
  assert.equal(
    planGroups(runsOf(planOf('smoke', 1), items, () => undefined).map(named), rate, 10_000).length,
    2,
  );
});

test('on few places groups that wait for nobody cost about the same, and there is one for every place', () => {
  for (const seeds of [2, 4, 8]) {
    const missing = runsOf(planOf('smoke', seeds), items, () => undefined).map(named);
    const groups = planGroups(missing, rate, 2).filter(({ after }) => after.length === 0);
    const lengths = groups.map(({ runs }) => runs.reduce((sum, run) => sum + runCost(run), 0));
    assert.ok(groups.length >= 2, `${groups.length} groups`);
    const longestRun = Math.max(...missing.map(({ specification }) => runCost(specification)));
    const spread = Math.max(...lengths) - Math.min(...lengths);
    assert.ok(spread <= 2 * longestRun, `${lengths.map(Math.round).join(', ')}`);
  }
});

test('an encoder that has its record already is waited for by nobody', () => {
  const frozen = paper.filter(({ specification }) => specification.frozenEncoder !== undefined);
  assert.ok(planGroups(frozen, rate, 2).every(({ after }) => after.length === 0));
});

test('the rate is that of the finished records', () => {
  const record = (seconds: number) =>
    buildRecord(tinySpecification, tinyRegion, tinyTraining({ steps: 5 }), {
      ...tinyProvenance,
      seconds,
    });
  const cost = runCost(tinySpecification);
  assert.deepEqual(measureRate([record(30 * cost), record(10 * cost), record(20 * cost)]), {
    median: 20,
    largest: 30,
  });
});

const withoutSnakemake = existsSync(join(__dirname, '../../.python/bin/snakemake'))
  ? false
  : 'Snakemake is not installed: npm run setup -- --snakemake';

test('jobs of Snakemake leave the records that the pool leaves, and find them the next time', {
  skip: withoutSnakemake,
}, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'workflow-'));
  try {
    await writeTinyFolder(join(folder, 'tiny'));
    const data = { name: join(folder, 'tiny') };
    const plan = openPlan(await openDataset(data.name), 'smoke');
    const runs = runsOf(
      plan,
      items.filter(({ item }) => ['figure4', 'calibration'].includes(item)),
      () => undefined,
    )
      .map((run) => ({
        ...run,
        hyperparameters: { ...run.hyperparameters, maxSteps: 6, validationInterval: 3 },
      }))
      .map(({ frozenEncoder, ...run }) =>
        frozenEncoder === undefined
          ? run
          : {
              ...run,
              frozenEncoder: {
                ...frozenEncoder,
                hyperparameters: {
                  ...frozenEncoder.hyperparameters,
                  maxSteps: 6,
                  validationInterval: 3,
                },
              },
            },
      );
    assert.ok(runs.length >= 3);
    const [local, pool] = ['jobs', 'pool'].map((name) => createRecordStore(join(folder, name)));
    const committed = createRecordStore(join(__dirname, '../../data/records/simulated-paper'));
    const byJobs = await trainWorkflow(runs, { records: { local, committed }, data, workers: 2 });
    const byPool = await trainRuns(runs, { store: pool, data, workers: 1 });
    assert.deepEqual([...byJobs.keys()].sort(), [...byPool.keys()].sort());
    for (const [hash, { provenance: _, ...record }] of byJobs) {
      const { provenance: __, ...expected } = byPool.get(hash)!;
      assert.equal(record.status, 'finished');
      assert.deepEqual(record, expected);
      assert.deepEqual(local.readWeights(hash), pool.readWeights(hash));
    }
    const again = await trainWorkflow(runs, { records: { local, committed }, data });
    assert.deepEqual(again, byJobs);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('an abort ends the jobs, which leave nothing half done', {
  skip: withoutSnakemake,
  timeout: 120_000,
}, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'workflow-'));
  try {
    await writeTinyFolder(join(folder, 'tiny'));
    const data = { name: join(folder, 'tiny') };
    const plan = openPlan(await openDataset(data.name), 'smoke');
    const [run] = runsOf(
      plan,
      items.filter(({ item }) => item === 'calibration'),
      () => undefined,
    );
    const endless = {
      ...run,
      hyperparameters: { ...run.hyperparameters, maxSteps: 10_000_000, patience: 10_000_000 },
    };
    const [local, committed] = [
      join(folder, 'records'),
      join(__dirname, '../../data/records/simulated-paper'),
    ].map((place) => createRecordStore(place));
    const controller = new AbortController();
    const training = trainWorkflow([endless], {
      records: { local, committed },
      data,
      workers: 1,
      signal: controller.signal,
    });
    while (
      !existsSync(local.folder) ||
      !readdirSync(local.folder).some((name) => name.endsWith('.claim'))
    )
      await sleep(100);
    controller.abort();
    assert.equal((await training).size, 0);
    assert.deepEqual(
      readdirSync(local.folder).filter((name) => name.endsWith('.gz')),
      [],
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('a profile that is not there is one sentence', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'workflow-'));
  try {
    const local = createRecordStore(folder);
    const committed = createRecordStore(join(__dirname, '../../data/records/simulated-paper'));
    await assert.rejects(
      trainWorkflow([tinySpecification], {
        records: { local, committed },
        data: { name: 'simulated' },
        profile: 'pbs',
      }),
      /There is no profile "pbs": give slurm, or a folder/,
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
});
