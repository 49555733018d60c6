import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';

import { defaultLossWeights, families } from '../../src/paper/hyperparameters';
import { readLossWeights } from '../../src/paper/lossWeightsFile';
import { evaluateSearch, planSearch, recordedTrial, type SearchReport } from '../../src/experiments/search';
import type { RunRecord } from '../../src/runs/record';
import type { RunSpecification } from '../../src/runs/specification';

const shipped = path.resolve(__dirname, '../../data/search/simulated.json');
const dataset = { name: 'simulated', kind: 'simulated', fingerprint: 'f' } as const;
const scope = { dataset, region: 1, seed: 1, families };
// Only what the choice looks at: a trial's validation value, here its readout sparsity plus its activation sparsity.
const scored = (specification: RunSpecification): RunRecord =>
  ({
    status: 'finished',
    summary: { validation: specification.hyperparameters.readoutSparsity + specification.hyperparameters.activationSparsity },
  }) as RunRecord;

test('the configuration is what the recorded search chose, and every trial of it is recorded', () => {
  const report = JSON.parse(readFileSync(shipped, 'utf8')) as SearchReport;
  assert.deepEqual(report.chosen, defaultLossWeights);
  assert.deepEqual(readLossWeights(shipped), defaultLossWeights);
  const planned = planSearch({ dataset: report.dataset, region: report.region, seed: report.seed, families });
  assert.deepEqual(
    report.trials.map(({ validation: _, ...trial }) => trial),
    planned.map(({ trial }) => trial),
  );
  assert.ok(planned.every(({ specification }) => specification.hyperparameters.maxSteps === report.steps));
});

test('every family has the same number of trials and steps', () => {
  const planned = planSearch(scope);
  for (const family of families) {
    const trials = planned.filter(({ trial }) => trial.family === family);
    assert.equal(trials.length, planned.length / families.length);
    assert.equal(new Set(trials.map(({ trial }) => JSON.stringify(trial.weights))).size, trials.length);
  }
});

test('the smallest validation value is chosen, and failed trials are not', () => {
  const { chosen } = evaluateSearch(scope, scored);
  assert.equal(chosen.readoutNRS?.readoutSparsity, 0.005);
  assert.equal(chosen.readoutNRS?.activationSparsity, 0);
  const withoutBest = evaluateSearch(scope, (specification) =>
    specification.hyperparameters.readoutSparsity === 0.005 ? ({ status: 'failed' } as RunRecord) : scored(specification),
  );
  assert.equal(withoutBest.chosen.readoutNRS?.readoutSparsity, 0.02);
  assert.throws(() => evaluateSearch(scope, () => undefined), /No trial of autoencoderIR finished/);
});

test('a report is continued: what it has is not trained again, and other families stay in it', () => {
  const first = evaluateSearch({ ...scope, families: ['autoencoderIR', 'vaeIR'] }, scored);
  assert.deepEqual(Object.keys(first.chosen), ['autoencoderIR', 'vaeIR']);
  const planned = planSearch(scope);
  const missing = planned.filter((trial) => recordedTrial(scope, trial, first) === undefined);
  assert.equal(missing.length, planned.length - first.trials.length);
  const second = evaluateSearch({ ...scope, families: ['fixedMaskNRS'] }, (run) => (run.readout === 'FM' ? scored(run) : undefined), first);
  assert.deepEqual(Object.keys(second.chosen).sort(), ['autoencoderIR', 'fixedMaskNRS', 'vaeIR']);
  assert.deepEqual(second.trials.slice(0, first.trials.length), first.trials);
});

test('of an earlier report nothing is taken that was another search', () => {
  const report = evaluateSearch(scope, scored);
  const [trial] = planSearch(scope);
  assert.ok(recordedTrial(scope, trial, report));
  assert.equal(recordedTrial({ ...scope, seed: 2 }, trial, report), undefined);
  assert.equal(recordedTrial({ ...scope, dataset: { ...dataset, fingerprint: 'other' } }, trial, report), undefined);
  assert.equal(recordedTrial(scope, trial, { ...report, steps: 1 }), undefined);
  const failed = { ...report, trials: report.trials.map((each) => ({ ...each, validation: null })) };
  assert.equal(recordedTrial(scope, trial, failed), undefined, 'a failed trial is tried again');
});

test('a weights file that lacks a family is refused with what adds it', () => {
  const file = path.join(mkdtempSync(path.join(tmpdir(), 'weights-')), 'report.json');
  writeFileSync(file, JSON.stringify(evaluateSearch({ ...scope, families: ['vaeIR'] }, scored)));
  assert.throws(() => readLossWeights(file), /has no weights of autoencoderIR, .*npm run search/);
});

test('a weights file that is missing or no report is refused in one sentence', () => {
  const file = path.join(mkdtempSync(path.join(tmpdir(), 'weights-')), 'report.json');
  assert.throws(() => readLossWeights(file), /cannot be read.*npm run search/);
  writeFileSync(file, '{"chosen": {"autoencoderIR": {}}}');
  assert.throws(() => readLossWeights(file), /is no search report/);
});
