import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { defaultChoices } from '../../src/paper/hyperparameters';
import type { Plan } from '../../src/paper/specify';
import { compareWithCommitted } from '../../src/paper/compareWithCommitted';
import { buildRecord } from '../../src/runs/buildRecord';
import type { FinishedRecord, RunRecord } from '../../src/runs/record';
import { createRecordStore, type RecordStore } from '../../src/runs/recordStore';
import type { PresetName, RunSpecification } from '../../src/runs/specification';
import { seeded, tinyProvenance, tinyRegion, tinyTraining } from '../runs/tinyRun';

let folder: string;
let local: RecordStore;
let committed: RecordStore;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'compare-'));
  local = createRecordStore(join(folder, 'local'));
  committed = createRecordStore(join(folder, 'committed'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const context: Plan = {
  dataset: { name: 'simulated', kind: 'simulated', fingerprint: 'f00d' },
  regions: [1],
  preset: 'paper',
  seeds: [1, 2],
  choices: defaultChoices,
};

function record(
  specification: RunSpecification,
  changes: Partial<FinishedRecord> = {},
): FinishedRecord {
  return {
    ...(buildRecord(specification, tinyRegion, tinyTraining(), tinyProvenance) as FinishedRecord),
    ...changes,
  };
}

async function write(
  store: RecordStore,
  specification: RunSpecification,
  scores: Partial<FinishedRecord['summary']>,
): Promise<void> {
  const { summary } = record(specification);
  await store.write(record(specification, { summary: { ...summary, ...scores } }));
}

const paper = (seed: number): RunSpecification => ({ ...seeded(seed), preset: 'paper' });
const similarity = (seed: number): RunSpecification => ({ ...paper(seed), task: 'NRS' });

/** The training of a preset, stopped after so many steps and validated every five. */
const stoppedAfter = (
  maxSteps: number,
  run: RunSpecification,
  preset: PresetName,
): RunSpecification => ({ ...run, preset, hyperparameters: { ...run.hyperparameters, maxSteps } });

async function writeCurve(
  store: RecordStore,
  specification: RunSpecification,
  validation: readonly number[],
  step = validation.map((_, index) => 5 * (index + 1)),
): Promise<void> {
  await store.write(
    record(specification, { curves: { step, validation, trainingLoss: validation } }),
  );
}

const trained = (specifications: readonly RunSpecification[]): RunRecord[] =>
  specifications.flatMap((run) => local.read(run) ?? []);

test('preset paper: each cell is compared in the metric of its task on the test images', async () => {
  for (const [seed, mse, pcc] of [
    [1, 0.02, 0.4],
    [2, 0.03, 0.5],
    [3, 0.04, 0.45],
  ]) {
    await write(committed, paper(seed), { mse });
    await write(committed, similarity(seed), { pcc });
  }
  for (const [seed, mse, pcc] of [
    [1, 0.02, 0.66],
    [7, 0.045, 0.5],
  ]) {
    await write(local, paper(seed), { mse });
    await write(local, similarity(seed), { pcc });
  }
  const specifications = [1, 7, 8].flatMap((seed) => [paper(seed), similarity(seed)]);
  assert.deepEqual(compareWithCommitted(context, trained(specifications), committed), [
    'Outside the seed spread: region 1 CAE-FR2 NRS, pcc 0.5800, committed 0.3500 to 0.5500 ' +
      '(3 seeds)',
    'MSE (IR) or PCC (NRS) on the test images, mean ± 2 standard deviations over committed ' +
      'seeds: 1 of 2 retrained cells within the seed spread of the committed records.',
  ]);
});

test('a shorter preset: the best validation value up to its last step, beside the same steps of the longer training', async () => {
  await writeCurve(committed, paper(1), [0.5, 0.4, 0.45, 0.1]);
  await writeCurve(committed, paper(2), [0.7, 0.6, 0.65, 0.1]);
  const quick = stoppedAfter(17, paper(1), 'quick');
  const compare = (): string[] =>
    compareWithCommitted({ ...context, preset: 'quick' }, trained([quick]), committed);
  await writeCurve(local, quick, [0.5, 0.4, 0.45, 0.3], [5, 10, 15, 17]);
  assert.match(
    compare().join(),
    /^Best validation value of the first 15 steps, .*: 1 of 1 retrained cells within the seed spread of the committed records\.$/,
  );
  await writeCurve(local, quick, [0.15, 0.2, 0.2]);
  // 0.4 and 0.6 are the best of the first 15 steps: 0.5 ± 2 * 0.1414.
  assert.equal(
    compare()[0],
    'Outside the seed spread: region 1 CAE-FR2 IR, validation 0.1500, committed 0.2172 to ' +
      '0.7828 (2 seeds)',
  );
});

test('only the same training counts: other hyper-parameters, other neurons or a single seed are no counterpart', async () => {
  await writeCurve(committed, paper(1), [0.5]);
  const quick = stoppedAfter(10, paper(1), 'quick');
  await writeCurve(local, quick, [0.5]);
  const compare = (): string =>
    compareWithCommitted({ ...context, preset: 'quick' }, trained([quick]), committed).join();
  assert.match(compare(), /none of the 1 retrained cells has 2 seeds/);
  await writeCurve(
    committed,
    { ...paper(2), hyperparameters: { ...paper(2).hyperparameters, beta: 3 } },
    [0.5],
  );
  await writeCurve(committed, { ...paper(3), neurons: [0, 1, 2] }, [0.5]);
  assert.match(compare(), /none of the 1 retrained cells has 2 seeds/);
  await writeCurve(committed, paper(4), [0.7]);
  assert.match(compare(), /1 of 1 retrained cells/);
});

test('cells without two committed seeds are counted', async () => {
  await Promise.all([1, 2].map((seed) => write(committed, paper(seed), { mse: seed })));
  await write(committed, similarity(1), { pcc: 0.5 });
  await write(local, paper(1), { mse: 1 });
  await write(local, similarity(1), { pcc: 0.5 });
  assert.match(
    compareWithCommitted(context, trained([paper(1), similarity(1)]), committed).join(),
    /1 of 1 .* \(1 more have no 2 committed seeds/,
  );
});

test('without a counterpart it says why', async () => {
  const sentence = (changes: Partial<Plan>): string =>
    compareWithCommitted({ ...context, ...changes }, trained([paper(1)]), committed).join();
  assert.match(
    sentence({ dataset: { ...context.dataset, name: 'mine' } }),
    /the package has none of the data set mine/,
  );
  await write(committed, paper(1), {});
  assert.match(sentence({}), /none of the 0 retrained cells/);
});

test('numbers that mean nothing are not compared', () => {
  const [sentence, ...others] = compareWithCommitted(
    { ...context, preset: 'smoke' },
    [],
    committed,
  );
  assert.match(sentence, /^No comparison .* numbers mean nothing\.$/);
  assert.deepEqual(others, []);
});
