import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { formatScale, makespan, planScale, rounds, type ScalePlan } from './scalePlan';

const bench = path.join(__dirname, '..', '..', 'data', 'bench');
const record = JSON.parse(readFileSync(path.join(bench, 'scale.json'), 'utf8')) as ScalePlan;

test('cores take the next job whose earlier ones have ended', () => {
  const jobs = [4, 3, 2, 1].map((seconds) => ({ seconds, after: [] as number[] }));
  assert.deepEqual(
    [1, 2, 4, 100].map((cores) => makespan(jobs, cores)),
    [10, 5, 4, 4],
  );
  // 5 waits for 4, whatever else is free.
  assert.equal(
    makespan(
      [
        { seconds: 4, after: [] },
        { seconds: 5, after: [0] },
        { seconds: 1, after: [] },
      ],
      3,
    ),
    9,
  );
  assert.equal(makespan([], 2), 0);
});

test('Table 3 is the second round: six groups of neurons in four layers, for every seed, and readouts beside them', () => {
  const [first, second] = rounds(2);
  const groups = second.filter(({ neurons }) => neurons !== 'all');
  assert.equal(groups.length, 6 * 4 * 2);
  assert.ok(
    second.every(({ neurons, frozenEncoder }) => neurons !== 'all' || frozenEncoder !== undefined),
  );
  assert.ok(first.every(({ neurons }) => neurons === 'all'));
});

test('the committed plan follows from its costs', () => {
  const [row] = planScale(record.costs, [5]).rows;
  assert.deepEqual(JSON.parse(JSON.stringify(row)), record.rows[0]);
});

test('the README of the bench shows the committed plan', () => {
  assert.ok(readFileSync(path.join(bench, 'README.md'), 'utf8').includes(formatScale(record)));
});
