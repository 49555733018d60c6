import assert from 'node:assert/strict';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { UserError } from '../../src/errors';
import { captionOf } from '../../src/paper/caption';
import { defaultChoices } from '../../src/paper/hyperparameters';
import { openPlan } from '../../src/paper/specify';
import { choicesFor, searchReportFile } from '../../src/paper/searchReport';
import { planOf } from './plans';

const mine = { name: `test-${process.pid}`, kind: 'real', fingerprint: 'f00d' } as const;
const described = (hyperparameters: string) => ({
  ...mine,
  description: { unit: 'region', stimuli: 'images', responses: 'responses', hyperparameters },
});

const provenance = { backend: 'tensorflow', libraries: {}, device: 'CPU', threads: 1 };
const [run] = [{ seed: 1, specification: { preset: 'paper' }, provenance }] as unknown as [
  Parameters<typeof captionOf>[1][number],
];

test('the numbers come from the search on the data, on the data set that they name, or from the simulation', () => {
  const file = searchReportFile(mine);
  assert.ok(!existsSync(file));
  assert.deepEqual(choicesFor(mine), { choices: defaultChoices, chosenOn: 'simulated' });
  assert.deepEqual(choicesFor(described('simulated')), choicesFor(mine));
  const choices = { ...defaultChoices, beta: 10 };
  const dataset = { name: mine.name, kind: mine.kind, fingerprint: mine.fingerprint };
  writeFileSync(file, JSON.stringify({ dataset, around: defaultChoices, trials: [], choices }));
  try {
    assert.deepEqual(choicesFor(mine), { choices, chosenOn: mine.name });
    assert.deepEqual(choicesFor({ ...mine, fingerprint: 'of another folder with this name' }), {
      choices: defaultChoices,
      chosenOn: 'simulated',
    });
    const other = { ...described(mine.name), name: 'other' };
    assert.deepEqual(choicesFor(other), { choices, chosenOn: mine.name });
    const plan = openPlan({ identity: other, regions: [1] }, 'paper');
    assert.deepEqual([plan.choices, plan.chosenOn], [choices, mine.name]);
    assert.deepEqual(
      openPlan({ identity: mine, regions: [1] }, 'paper', 1, defaultChoices).choices,
      defaultChoices,
      'what is given goes before',
    );
  } finally {
    rmSync(file);
  }
});

test('a search that has values without a result has chosen in part, and the caption says so', () => {
  const file = searchReportFile(mine);
  const dataset = { name: mine.name, kind: mine.kind, fingerprint: mine.fingerprint };
  const trial = { model: 'CAE', task: 'IR', region: 1, seed: 1, alpha: 1, beta: 0, record: 'r' };
  const result = { mse: null, pcc: null, bestStep: null, steps: null };
  const trials = [0.1, null].map((validation, value) => ({
    ...{ ...trial, ...result },
    ...{ axis: 'weight decay', value, validation },
  }));
  const report = { dataset, around: defaultChoices, choices: defaultChoices };
  try {
    writeFileSync(file, JSON.stringify({ ...report, trials }));
    const chosen = choicesFor(mine);
    assert.equal(chosen.chosenInPart, true);
    assert.match(
      captionOf({ dataset: mine, ...chosen }, [run]),
      /chosen on validation images of these data in part, the others on the simulation\.$/,
    );
    writeFileSync(file, JSON.stringify({ ...report, trials: trials.slice(0, 1) }));
    assert.equal(choicesFor(mine).chosenInPart, undefined);
  } finally {
    rmSync(file);
  }
});

test('a data set that names a search which does not exist is refused', () => {
  assert.throws(
    () => choicesFor(described('nobody')),
    (error: unknown) => error instanceof UserError && /"nobody"/.test(error.message),
  );
});

test('the caption says whose hyper-parameters recordings were trained with, and nothing of the simulation', () => {
  const captionWith = (chosenOn: string | undefined): string =>
    captionOf({ dataset: mine, chosenOn }, [run]);
  assert.match(captionWith(mine.name), /chosen on validation images of these data\.$/);
  assert.match(captionWith('simulated'), /chosen on the simulation\.$/);
  assert.match(captionWith('other'), /chosen on the data set other\.$/);
  assert.match(captionWith(undefined), /hyper-parameters as given\.$/);
  assert.doesNotMatch(captionOf(planOf('paper'), [run]), /hyper-parameters/);
});
