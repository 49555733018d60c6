import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import type { ExperimentContext } from '../../src/experiments/experiment';
import { compareWithCommitted } from '../../src/reproduce/compareWithCommitted';
import { buildRecord } from '../../src/runs/buildRecord';
import type { FinishedRecord } from '../../src/runs/record';
import { createRecordStore, type RecordStore } from '../../src/runs/recordStore';
import type { RunSpecification } from '../../src/runs/specification';
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

const context: ExperimentContext = {
  dataset: { name: 'simulated', kind: 'simulated', fingerprint: 'f00d' },
  regions: [1],
  preset: 'paper',
  seeds: [1, 2],
};

async function write(store: RecordStore, specification: RunSpecification, scores: Partial<FinishedRecord['summary']>): Promise<void> {
  const record = buildRecord(specification, tinyRegion, tinyTraining(), tinyProvenance) as FinishedRecord;
  await store.write({ ...record, summary: { ...record.summary, ...scores } });
}

const similarity = (seed: number): RunSpecification => ({ ...seeded(seed), task: 'NRS' });

test('each cell is compared in the metric of its task with the range of the committed seeds', async () => {
  for (const [seed, mse, pcc] of [[1, 0.02, 0.4], [2, 0.03, 0.5], [3, 0.04, 0.45]]) {
    await write(committed, seeded(seed), { mse });
    await write(committed, similarity(seed), { pcc });
  }
  for (const [seed, mse, pcc] of [[1, 0.02, 0.6], [7, 0.035, 0.5]]) {
    await write(local, seeded(seed), { mse });
    await write(local, similarity(seed), { pcc });
  }
  const specifications = [1, 7, 8].flatMap((seed) => [seeded(seed), similarity(seed)]);
  const { cells, sentence } = compareWithCommitted(context, specifications, { local, committed });
  assert.equal(sentence, '1 of 2 retrained cells within the seed spread of the committed records.');
  assert.deepEqual(
    cells.map(({ label, metric, retrained, committed: range, isWithin }) => [label, metric, Number(retrained.toFixed(9)), range, isWithin]),
    [
      ['region 1 CAE-FR2 IR', 'mse', 0.0275, { low: 0.02, high: 0.04, seeds: 3 }, true],
      ['region 1 CAE-FR2 NRS', 'pcc', 0.55, { low: 0.4, high: 0.5, seeds: 3 }, false],
    ],
  );
});

test('without a counterpart it says why', async () => {
  const sentence = (changes: Partial<ExperimentContext>): string =>
    compareWithCommitted({ ...context, ...changes }, [seeded(1)], { local, committed }).sentence;
  assert.match(sentence({}), /the package has none yet/);
  assert.match(sentence({ preset: 'quick' }), /full protocol.*quick/);
  assert.match(sentence({ dataset: { ...context.dataset, name: 'mine' } }), /simulated data, these of mine/);
  await write(committed, seeded(1), {});
  assert.match(sentence({}), /none of the retrained cells/);
});
