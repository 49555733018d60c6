import assert from 'node:assert/strict';
import { test } from 'node:test';
import { reproductionOptions } from '../../src/paper/options';

test('without a variable: simulated data, preset quick, own runs', () => {
  assert.deepEqual(reproductionOptions({}, { PATH: '/bin' }), {
    data: 'simulated',
    preset: 'quick',
    rectify: false,
    fromRecords: false,
  });
});

test('the variable is read, an argument goes before it, and the shipped records are of preset paper', () => {
  const variables = { DAE_NR_OPTIONS: '{"data":"/data/mouse","seeds":3,"fromRecords":true}' };
  const options = reproductionOptions({ data: 'simulated' }, variables);
  assert.deepEqual(
    [options.data, options.seeds, options.fromRecords, options.preset],
    ['simulated', 3, true, 'paper'],
  );
  assert.equal(reproductionOptions({}, variables).data, '/data/mouse');
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
