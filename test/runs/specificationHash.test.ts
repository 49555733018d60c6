import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import { canonicalJson } from '../../src/runs/canonicalJson';
import { specificationHash, uniqueSpecifications } from '../../src/runs/specificationHash';
import { seeded, tinySpecification } from './tinyRun';

const pythonHash = `
import hashlib, json, sys
print(hashlib.sha256(json.dumps(json.load(sys.stdin), sort_keys=True, separators=(',', ':')).encode()).hexdigest()[:16])`;

test('a specification keeps its name: golden value, agrees with Python hashlib', () => {
  const golden = '514b26b91d361732';
  assert.equal(specificationHash(tinySpecification), golden);
  const input = JSON.stringify({ specification: tinySpecification, protocol: 1 });
  assert.equal(execFileSync('python3', ['-c', pythonHash], { input, encoding: 'utf8' }).trim(), golden);
});

test('the order of the keys does not matter', () => {
  const reversed = Object.fromEntries(Object.entries(tinySpecification).reverse()) as unknown as typeof tinySpecification;
  assert.equal(specificationHash(reversed), specificationHash(tinySpecification));
});

test('every part of the specification matters', () => {
  const changed = [
    seeded(2),
    { ...tinySpecification, layer: 3 as const },
    { ...tinySpecification, neurons: [0, 1] },
    { ...tinySpecification, dataFingerprint: 'beef' },
    { ...tinySpecification, hyperparameters: { ...tinySpecification.hyperparameters, beta: 0.25 } },
  ];
  assert.equal(new Set([tinySpecification, ...changed].map(specificationHash)).size, changed.length + 1);
});

test('repetitions are dropped, the order kept', () => {
  assert.deepEqual(uniqueSpecifications([seeded(2), seeded(1), seeded(2)]).map(({ seed }) => seed), [2, 1]);
});

test('numbers that JSON cannot hold are refused', () => {
  assert.throws(() => canonicalJson({ a: [1, NaN] }), TypeError);
});
