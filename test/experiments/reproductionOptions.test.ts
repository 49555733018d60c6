import assert from 'node:assert/strict';
import { test } from 'node:test';
import { reproductionOptions } from '../../src/experiments/reproductionOptions';

test('without variables: simulated data, preset quick, own runs', () => {
  assert.deepEqual(reproductionOptions({ PATH: '/bin' }), {
    data: 'simulated',
    preset: 'quick',
    seeds: undefined,
    rectify: false,
    resize: 'bilinear',
    fromRecords: false,
    weightsFile: undefined,
    selectionRule: 'rank',
  });
});

test('variables are read; the shipped records are of preset paper', () => {
  const options = reproductionOptions({
    DAE_NR_DATA: '/data/mouse',
    DAE_NR_SEEDS: '3',
    DAE_NR_SELECTION: 'test-images',
    DAE_NR_FROM_RECORDS: '1',
    DAE_NR_RECTIFY: '0',
    DAE_NR_RESIZE: 'pad',
  });
  assert.deepEqual(options, { data: '/data/mouse', preset: 'paper', seeds: 3, rectify: false, resize: 'pad', fromRecords: true, weightsFile: undefined, selectionRule: 'test images' });
  assert.equal(reproductionOptions({ DAE_NR_PRESET: '' }).preset, 'quick');
});

test('a wrong value is named', () => {
  assert.throws(() => reproductionOptions({ DAE_NR_PRESET: 'slow' }), /DAE_NR_PRESET is wrong/);
  assert.throws(() => reproductionOptions({ DAE_NR_SEEDS: 'many' }), /DAE_NR_SEEDS is wrong/);
});
