import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { specificationHash } from '../../src/runs/specificationHash';
import type { RunRecord } from '../../src/runs/record';
import { cellsOf, type Comparison } from '../../src/paper/comparisonRows';
import { designCommit } from '../../src/paper/designCommit';
import { comparisonKey, comparisons, primaryContrasts } from '../../src/paper/primaryContrasts';
import { specify, type Cell } from '../../src/paper/specify';
import { differences, planOf, sessionsPlan } from './plans';

const plan = planOf('paper', 1);

/** A record by whose correlations groups of neurons are drawn. */
const ranked = (): RunRecord => {
  const pcc = Array.from({ length: 60 }, (_, neuron) => (neuron < 40 ? 0.9 : 0));
  return {
    status: 'finished',
    responses: { pcc, predictions: { shape: [50, 60], float32: '' } },
    validationScores: { mse: null, poissonLoss: null, pcc },
  } as unknown as RunRecord;
};

/** What two cells differ in; a group of neurons is a function. */
function fields({ first, second }: Pick<Comparison, 'first' | 'second'>): string[] {
  const differing = differences(first, second);
  return first.neurons === second.neurons ? differing : [...differing, 'neurons'];
}

test('every pair that is judged differs in one thing', () => {
  for (const { first, second, place, question } of comparisons(plan, ranked)) {
    const differing = fields({ first, second });
    // Without a second task nobody is left whom shuffled responses, or targets, could reach.
    const follows = (name: string): boolean =>
      (name === 'responses' && (second.beta === 0 || differing.length === 1)) ||
      (name === 'targets' && second.alpha === 0);
    const own = differing.filter((name) => !follows(name) || differing.length === 1);
    assert.equal(own.length, 1, `${question}, ${place}: ${differing.join()}`);
  }
});

test('both sides of a check are fitted alike, on the encoders of the pair', () => {
  const hash = (cell: Cell): string => specificationHash(specify(plan, cell)[0]);
  for (const { first, second, check, claim, place } of comparisons(plan, ranked)) {
    if (!Array.isArray(check) || claim === '2') continue;
    const [onFirst, onSecond] = check as [Cell, Cell];
    assert.deepEqual(differences(onFirst, onSecond), ['beta'], place);
    const trainedAs = (cell: Cell): Cell => ({
      ...cell,
      task: 'IR',
      frozen: undefined,
      validationInterval: undefined,
    });
    assert.equal(hash(trainedAs(onFirst)), hash(first), place);
    assert.equal(hash(trainedAs(onSecond)), hash(second), place);
  }
});

test('a comparison is in one family and one row; every claim of the paper has a primary contrast', () => {
  for (const whole of [plan, { ...sessionsPlan(), seeds: [1] }]) {
    const all = comparisons(whole, ranked);
    const keys = all.map((comparison) => comparisonKey(whole, comparison));
    assert.equal(new Set(keys).size, keys.length);
    const primary = primaryContrasts(whole, ranked);
    assert.deepEqual(
      primary.map(({ claim }) => claim),
      ['1', 'R', '2', '3', '4a', '4b', '5a', '5b'],
    );
    for (const row of primary.flatMap(({ rows }) => rows))
      assert.ok(keys.includes(comparisonKey(whole, row)), row.place);
    assert.ok(all.flatMap(cellsOf).every((cell) => whole.regions.includes(cell.region)));
  }
});

test('real recordings are asked for nothing that only a simulation knows', () => {
  const asked = comparisons(sessionsPlan(), ranked).flatMap(cellsOf);
  assert.ok(asked.every(({ responses }) => responses !== 'noise-free'));
  assert.ok(
    comparisons(plan, ranked)
      .flatMap(cellsOf)
      .some(({ responses }) => responses === 'noise-free'),
  );
});

test('what is compared is what was committed before the records; seeds may have been added', (context) => {
  const root = path.join(__dirname, '..', '..');
  const git = (...parameters: string[]): string | undefined => {
    const { status, stdout } = spawnSync('git', ['-C', root, ...parameters], { encoding: 'utf8' });
    return status === 0 ? stdout : undefined;
  };
  const { commit, committedAt } = designCommit;
  const date = git('show', '-s', '--format=%cI', commit);
  if (date === undefined) {
    context.skip('the history is not here');
    return;
  }
  assert.equal(Date.parse(date.trim()), Date.parse(committedAt));
  const rows = ['primaryContrasts', 'comparisonRows', 'secondaryRows', 'ceiling'];
  // Names of other files and breaks of lines, those of comments too, may change.
  const withoutSeeds = (text: string): string =>
    text
      .replace(/^import [^;]*;$/gm, '')
      .replace(/^\s*\* /gm, '')
      .replace(/\s+/g, '')
      .replace(/,(5|10)\),/g, ',seeds),');
  for (const name of rows) {
    const file = `src/paper/${name}.ts`;
    const now = readFileSync(path.join(root, file), 'utf8');
    assert.equal(withoutSeeds(now), withoutSeeds(git('show', `${commit}:${file}`)!), file);
  }
});
