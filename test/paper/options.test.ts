import assert from 'node:assert/strict';
import { test } from 'node:test';
import { UserError } from '../../src/errors';
import { reproductionOptions } from '../../src/paper/options';

test('without a variable: simulated data, preset quick, own runs', () => {
  assert.deepEqual(reproductionOptions({}, { PATH: '/bin' }), {
    data: 'simulated',
    preset: 'quick',
    rectify: false,
    fromRecords: false,
    headline: false,
  });
});

test('the variable is read, an argument goes before it, and the shipped records are of preset paper', () => {
  const variables = { DAE_NR_OPTIONS: '{"data":"/data/mouse","seeds":3}' };
  const options = reproductionOptions({ fromRecords: true, data: 'simulated' }, variables);
  assert.deepEqual(
    [options.data, options.seeds, options.fromRecords, options.preset],
    ['simulated', 3, true, 'paper'],
  );
  assert.equal(reproductionOptions({}, variables).data, '/data/mouse');
});

test('the headline rests on the records of preset paper', () => {
  const { fromRecords, preset } = reproductionOptions({ headline: true }, {});
  assert.deepEqual([fromRecords, preset], [true, 'paper']);
});

test('records that the package does not have are refused in one sentence', () => {
  for (const other of [
    { data: '/data/mouse' },
    { data: 'simulated-400' },
    { preset: 'smoke' } as const,
    { weightsFile: 'mine.json' },
  ])
    assert.throws(
      () => reproductionOptions({ fromRecords: true, ...other }, {}),
      (error) => error instanceof UserError && /^The records that come .*\.$/.test(error.message),
    );
});

test('other data or another preset in the first line of a notebook is not taken from the records', () => {
  // As JupyterLab starts.
  const variables = { DAE_NR_OPTIONS: '{"fromRecords":true,"outputFolder":"/lab"}' };
  const own = reproductionOptions({ data: 'my-recordings' }, variables);
  assert.deepEqual([own.fromRecords, own.preset, own.outputFolder], [false, 'quick', undefined]);
  assert.equal(reproductionOptions({ preset: 'quick' }, variables).fromRecords, false);
  const same = reproductionOptions({ data: 'simulated', preset: 'paper' }, variables);
  assert.deepEqual([same.fromRecords, same.outputFolder], [true, '/lab']);
});

test('a wrong value, an unknown option and broken JSON are named', () => {
  assert.throws(
    () => reproductionOptions({}, { DAE_NR_OPTIONS: '{"preset":"slow"}' }),
    /"preset".*wrong/,
  );
  assert.throws(() => reproductionOptions({}, { DAE_NR_OPTIONS: '{"prset":"quick"}' }), /prset/);
  assert.throws(
    () => reproductionOptions({}, { DAE_NR_OPTIONS: '{' }),
    /DAE_NR_OPTIONS has to be JSON/,
  );
});
