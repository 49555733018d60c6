import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { doseCell } from '../../src/paper/cells';
import { items, runsOf } from '../../src/paper/items';
import type { Reproduction } from '../../src/paper/openReproduction';
import { openPlan, specify } from '../../src/paper/specify';
import { countTrainings } from '../../src/paper/trainingCount';

const session = process.env.JPY_SESSION_NAME;
after(() => {
  if (session !== undefined) process.env.JPY_SESSION_NAME = session;
  else delete process.env.JPY_SESSION_NAME;
});

const dataset = { name: 'simulated', kind: 'simulated', fingerprint: 'f' } as const;
const plan = openPlan({ identity: { ...dataset }, regions: [1, 3] } as never, 'quick');
const read = (): undefined => undefined;
const records = { find: read, local: { read }, committed: { read } };
const reproduction = { ...plan, records } as unknown as Reproduction;

test('a notebook counts its own trainings, and says how long all of them take', () => {
  const missing = specify(plan, doseCell(3, 'IR', 1));
  delete process.env.JPY_SESSION_NAME;
  assert.equal(countTrainings(reproduction, missing).label(), 'training 1 of 1: ');

  process.env.JPY_SESSION_NAME = '/somewhere/05-reconstruction.ipynb';
  const own = items.filter(({ notebook }) => notebook === '05-reconstruction.ipynb');
  const all = runsOf(plan, own, () => undefined).length;
  assert.ok(all > 10);
  const count = countTrainings(reproduction, missing);
  assert.equal(count.label(), `training 1 of ${all}: `);
  assert.equal(count.label(60), `training 1 of ${all}, about ${all} min for all: `);
  count.ended(6);
  // What was measured goes before what is expected of the current one.
  assert.match(count.label(60), new RegExp(`^training 2 of ${all}, about [2-9] min for all: $`));
});
