import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import type { RunSpecification } from '../../src/runs/specification';
import {
  canonicalJson,
  protocolVersion,
  specificationHash,
  uniqueSpecifications,
} from '../../src/runs/specificationHash';
import { seeded, tinySpecification } from './tinyRun';

const pythonHash = `
import hashlib, json, sys
text = json.dumps(json.load(sys.stdin), sort_keys=True, separators=(',', ':'))
print(hashlib.sha256(text.encode()).hexdigest()[:16])`;

const training = {
  learningRate: 0.001,
  batchSize: 32,
  patience: 1000,
  stages: 2,
  validationInterval: 50,
  maxSteps: 20_000,
} as const;
const joint = {
  alpha: 1,
  beta: 1,
  readoutSparsity: 0.02,
  activationSparsity: 0,
  sparseLayer: 2,
  ...training,
} as const;
const printed = { augmentation: 'none', weightDecay: 0 } as const;
const caeFr2: RunSpecification = {
  dataset: 'simulated',
  dataFingerprint: 'f00d',
  region: 3,
  preset: 'paper',
  autoencoder: 'CAE',
  readout: 'FR',
  layer: 2,
  task: 'IR',
  neurons: 'all',
  seed: 1,
  hyperparameters: { ...joint, ...printed },
};

/**
 * Names under which trainings of hours are stored: whoever changes one of them loses the records.
 */
const golden: readonly [name: string, specification: RunSpecification, hash: string][] = [
  ['a joint model', caeFr2, '820044295530f4b7'],
  [
    'few images, replaced responses, regularised',
    {
      ...caeFr2,
      responses: 'noise-free',
      trainingShare: 0.125,
      hyperparameters: {
        ...joint,
        augmentation: 'flips and transpositions',
        weightDecay: 0,
        normalization: 'none',
      },
    },
    'b64685cacbc31285',
  ],
  [
    'a readout on a frozen encoder',
    {
      ...caeFr2,
      task: 'NRS',
      hyperparameters: { ...joint, ...printed, alpha: 0 },
      frozenEncoder: {
        mapping: 'fitted afterwards',
        readout: 'FR',
        layer: 2,
        hyperparameters: { ...joint, ...printed },
      },
    },
    'ffcd82b6c2f4a826',
  ],
];

test('specifications keep their names: golden values, agree with Python hashlib', () => {
  for (const [name, specification, hash] of golden) {
    assert.equal(specificationHash(specification), hash, name);
    const input = JSON.stringify({ specification, protocol: protocolVersion });
    assert.equal(
      execFileSync('python3', ['-c', pythonHash], { input, encoding: 'utf8' }).trim(),
      hash,
      name,
    );
  }
});

test('the order of the keys does not matter', () => {
  const reversed = Object.fromEntries(
    Object.entries(tinySpecification).reverse(),
  ) as unknown as typeof tinySpecification;
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
  assert.equal(
    new Set([tinySpecification, ...changed].map(specificationHash)).size,
    changed.length + 1,
  );
});

test('repetitions are dropped, the order kept', () => {
  assert.deepEqual(
    uniqueSpecifications([seeded(2), seeded(1), seeded(2)]).map(({ seed }) => seed),
    [2, 1],
  );
});

test('numbers that JSON cannot hold are refused', () => {
  assert.throws(() => canonicalJson({ a: [1, NaN] }), TypeError);
});
