import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { UserError } from '../../src/errors';
import { defaultChoices } from '../../src/paper/hyperparameters';
import {
  axes,
  bestValue,
  chooseFrom,
  isOnEdge,
  planSearch,
  readTrials,
  trialProtocol,
} from '../../src/paper/search';
import { readSearchReport, searchReportFile, type Trial } from '../../src/paper/searchReport';
import type { RunRecord } from '../../src/runs/record';
import { differences, planOf } from './plans';

const folder = mkdtempSync(path.join(tmpdir(), 'search-'));
after(() => rmSync(folder, { recursive: true }));

const plan = { ...planOf('paper', 2), regions: [1, 3] };
const planned = planSearch(plan);
const axis = (beginning: string) => axes.find(({ name }) => name.startsWith(beginning))!;

/** The trials of an axis, scored by their value; `undefined` where none was run. */
function trialsOf(
  beginning: string,
  score: (value: number) => { validation: number; mse?: number; pcc?: number } | undefined,
): Trial[] {
  return planSearch(plan, [axis(beginning)]).map(({ trial }) => {
    const scores = score(trial.value);
    return {
      ...trial,
      validation: scores?.validation ?? null,
      mse: scores?.mse ?? null,
      pcc: scores?.pcc ?? null,
      bestStep: null,
      steps: null,
    };
  });
}

test('a model and its rival differ in one weight and are tried at the same values, regions and seeds', () => {
  for (const { name, contestants, grid } of axes) {
    if (contestants.length > 1)
      assert.equal(
        differences({ region: 1, ...contestants[0] }, { region: 1, ...contestants[1] }).length,
        1,
        name,
      );
    const own = planned.filter(({ trial }) => trial.axis === name);
    assert.equal(
      own.length,
      grid.length * contestants.length * plan.regions.length * plan.seeds.length,
      name,
    );
    const triedBy = (index: number) =>
      own
        .filter((_, position) => position % contestants.length === index)
        .map(({ trial }) => [trial.value, trial.region, trial.seed]);
    contestants.forEach((_, index) => assert.deepEqual(triedBy(index), triedBy(0), name));
  }
});

test('trials train by the protocol of trials, and each grid holds what is chosen', () => {
  for (const { specification } of planned) {
    assert.equal(specification.preset, 'search');
    assert.deepEqual(
      { ...specification.hyperparameters, ...trialProtocol },
      specification.hyperparameters,
    );
  }
  for (const { name, grid, chosen, vary } of axes) {
    assert.ok(grid.includes(chosen(defaultChoices)), name);
    for (const value of grid) assert.equal(chosen(vary(defaultChoices, value)), value, name);
    assert.deepEqual(vary(defaultChoices, chosen(defaultChoices)), defaultChoices, name);
  }
});

test('the lowest criterion is best, once every value has its trials', () => {
  assert.equal(
    bestValue(
      axis('activation sparsity, IR'),
      trialsOf('activation sparsity, IR', (value) => ({ validation: 1 + Math.abs(value - 3) })),
    ),
    3,
  );
  assert.equal(
    bestValue(
      axis('activation sparsity, IR'),
      trialsOf('activation sparsity, IR', (value) =>
        value === 30 ? undefined : { validation: 1 },
      ),
    ),
    undefined,
  );
  assert.equal(bestValue(axis('alpha'), []), undefined);
});

test('contestants count alike, whatever the size of their criterion', () => {
  const trials = trialsOf('activation sparsity, IR', (value) => ({
    validation: 1 + Math.abs(value - 3) / 100,
  }));
  const [loud, quiet] = [
    (value: number): number => 1000 * (value === 30 ? 0.99 : 1),
    (value: number): number => (value === 3 ? 0.5 : 1),
  ];
  const uneven = trials.map((trial) => ({
    ...trial,
    validation: trial.beta === 0 ? loud(trial.value) : quiet(trial.value),
  }));
  assert.equal(bestValue(axis('activation sparsity, IR'), uneven), 3);
});

test('a weight that balances two tasks has to learn the other one', () => {
  const beta = trialsOf('beta', (value) => ({ validation: 1 + value, pcc: value < 1 ? 0.1 : 0.5 }));
  assert.equal(bestValue(axis('beta'), beta), 1);
  const alpha = trialsOf('alpha', (value) => ({
    validation: 1 + value,
    mse: value < 0.1 ? 0.2 : 0.1,
  }));
  assert.equal(bestValue(axis('alpha'), alpha), 0.1);
});

test('the choices take the best value of every axis that is complete and keep the others', () => {
  const trials = [
    ...trialsOf('beta', (value) => ({ validation: 1 / value, pcc: 0.5 })),
    ...trialsOf('readout sparsity, FC', () => undefined),
  ];
  assert.deepEqual(chooseFrom(defaultChoices, trials), { ...defaultChoices, beta: 10 });
});

test('a value at an end of its grid lies on the edge, unless nothing is beyond it', () => {
  const edges = (beginning: string) =>
    axis(beginning).grid.map((value) => isOnEdge(axis(beginning), value));
  assert.deepEqual(edges('activation sparsity, IR'), [false, false, true]);
  assert.deepEqual(edges('beta, IR'), [true, false, false, true]);
  assert.deepEqual(edges('augmentation'), [false, false]);
});

test('a trial reads its record; one that failed or was not run has no values', () => {
  const record = {
    status: 'finished',
    summary: { validation: 0.5, steps: 900 },
    validationScores: { mse: 0.25, poissonLoss: 2, pcc: [0.2, 0.4] },
    stages: [{ bestStep: 400 }],
  } as unknown as RunRecord;
  const [{ specification, trial }] = planned;
  const read = (found: RunRecord | undefined) =>
    readTrials([{ specification, trial }], () => found)[0];
  assert.deepEqual(read(record), {
    ...trial,
    validation: 0.5,
    mse: 0.25,
    pcc: (0.2 + 0.4) / 2,
    bestStep: 400,
    steps: 900,
  });
  for (const found of [undefined, { status: 'failed' } as RunRecord])
    assert.equal(read(found).validation, null);
});

test('a report is read back; one that is missing or is none is refused in one sentence', () => {
  const file = path.join(folder, 'report.json');
  assert.throws(
    () => readSearchReport(file),
    (error) =>
      error instanceof UserError &&
      /^There is no search report at .*npm run search.*\.$/.test(error.message),
  );
  const report = {
    dataset: plan.dataset,
    around: defaultChoices,
    trials: trialsOf('beta', () => ({ validation: 1 })),
    choices: defaultChoices,
  };
  writeFileSync(file, JSON.stringify(report));
  assert.deepEqual(readSearchReport(file), report);
  for (const content of [
    '{"trials": []',
    '[]',
    JSON.stringify({ ...report, choices: { ...defaultChoices, gamma: 1 } }),
    JSON.stringify({ ...report, choices: { ...defaultChoices, beta: -1 } }),
  ]) {
    writeFileSync(file, content);
    assert.throws(
      () => readSearchReport(file),
      (error) =>
        error instanceof UserError &&
        /^[^\n]* is no report of npm run search \([^\n]*\): make it again\.$/.test(error.message),
      content,
    );
  }
  assert.match(searchReportFile({ name: '/elsewhere/mine' }), /data.search.mine\.json$/);
});

test('a search that was stopped has a value as soon as every grid value has as many trials, whichever they are', () => {
  const trials = trialsOf('activation sparsity, IR', () => ({ validation: 1 }));
  const last = Math.max(...trials.map(({ seed }) => seed));
  const stopped = trials.filter(({ value, seed }) => (value === 0 ? seed === last : seed !== last));
  assert.equal(bestValue(axis('activation sparsity, IR'), stopped), 0);
});
