import assert from 'node:assert/strict';
import { test } from 'node:test';
import { crossedInterval, errorDifference } from '../../src/metrics/crossedInterval';
import { verdict, verdictRates, verdicts, type Claim } from '../../src/metrics/verdict';
import { committedRecordsFolder } from '../../src/runs/recordLibrary';
import { createRecordStore } from '../../src/runs/recordStore';

const claim: Claim = { smallestEffect: 1, side: 'below' };
const found = (lower: number, upper: number, p: number, seeds = 5) => ({
  estimate: (lower + upper) / 2,
  lower,
  upper,
  p,
  seeds,
});

test('an interval becomes a verdict', () => {
  assert.equal(verdict(found(-3, -0.5, 0.01), claim), 'holds');
  assert.equal(verdict(found(-3, -0.5, 0.01), { ...claim, side: 'above' }), 'reversed');
  assert.equal(verdict(found(0.5, 3, 0.01), claim), 'reversed');
  assert.equal(verdict(found(-3, 0.5, 0.2), claim), 'undecided');
});

test('a difference that is certain but too small to matter is not relevant', () => {
  assert.equal(verdict(found(-0.9, -0.1, 0.001), claim), 'no relevant difference');
  assert.equal(verdict(found(-1, -0.1, 0.001), claim), 'holds');
  assert.equal(verdict(found(0, 0, 1), claim), 'no relevant difference');
});

test('below five seeds nothing is decided', () => {
  assert.equal(verdict(found(-3, -2, 1e-9, 4), claim), 'undecided (4 seeds)');
  assert.equal(verdict(found(0, 0, 1, 1), claim), 'undecided (1 seed)');
});

test('several rows are corrected for being several, those still without enough seeds among them', () => {
  const rows = [
    found(-3, -0.5, 0.01),
    found(-4, -0.1, 0.04),
    found(0.1, 4, 0.03),
    found(-3, -2, 1e-9, 3),
    found(-0.2, 0.9, 0.2),
  ];
  assert.deepEqual(verdicts(rows.map((difference) => ({ difference, ...claim }))), [
    { p: 0.05, verdict: 'holds' },
    { p: 0.12, verdict: 'undecided' },
    { p: 0.12, verdict: 'undecided' },
    { p: NaN, verdict: 'undecided (3 seeds)' },
    { p: 0.4, verdict: 'no relevant difference' },
  ]);
});

/**
 * Components that `crossedInterval` estimated on the simulation, region 3: from three trainings a
 * model of an earlier protocol (MSE of two autoencoders, PCC of two readouts), and from the five
 * committed ones of CAE-FR2 (MSE against the same without responses, PCC between beta 1 and 10).
 */
const measured = {
  MSE: { components: { seed: 3.6e-4, image: 1.0e-4, residual: 8.2e-4 }, smallestEffect: 4.3e-4 },
  PCC: { components: { seed: 0.012, image: 0.022, residual: 0.054 }, smallestEffect: 0.01 },
  'MSE, beta 1': {
    components: { seed: 4.1e-4, image: 5.2e-4, residual: 1.35e-3 },
    smallestEffect: 4.3e-4,
  },
  'MSE, beta 10': {
    components: { seed: 9.0e-4, image: 1.23e-3, residual: 2.08e-3 },
    smallestEffect: 4.3e-4,
  },
  'PCC, five seeds': {
    components: { seed: 0, image: 0.017, residual: 0.05 },
    smallestEffect: 0.01,
  },
};

test('the components of MSE are those of the committed records', () => {
  const store = createRecordStore(committedRecordsFolder('simulated'));
  const records = store
    .hashes()
    .flatMap((hash) => store.read(hash) ?? [])
    .filter((record) => record.status === 'finished');
  const errors = (beta: number): (readonly number[])[] =>
    records
      .filter(
        ({
          specification: {
            region,
            task,
            autoencoder,
            readout,
            layer,
            neurons,
            trainingShare,
            hyperparameters,
          },
        }) =>
          region === 3 &&
          task === 'IR' &&
          autoencoder === 'CAE' &&
          neurons === 'all' &&
          trainingShare === undefined &&
          hyperparameters.augmentation === 'none' &&
          (beta === 0
            ? readout === null
            : readout === 'FR' && layer === 2 && hyperparameters.beta === beta),
      )
      .sort((left, right) => left.specification.seed - right.specification.seed)
      .map(({ reconstruction }) => reconstruction!.mse);
  for (const beta of [1, 10] as const) {
    const { seeds, components } = crossedInterval(errorDifference(errors(beta), errors(0)), 50);
    assert.equal(seeds, 5);
    const expected = measured[`MSE, beta ${beta}`].components;
    for (const part of ['seed', 'image', 'residual'] as const)
      assert.ok(
        Math.abs(components[part] / expected[part] - 1) < 0.02,
        `beta ${beta}, ${part}: ${components[part]}`,
      );
  }
});

for (const [metric, { components, smallestEffect }] of Object.entries(measured)) {
  for (const seedTails of ['normal', 'heavy'] as const) {
    test(`${metric}, ${seedTails} seeds: where there is no difference, one is found in at most 6 % of 2,000 simulations, below five seeds never`, () => {
      const wrong = (seeds: number, smallest: number): number => {
        const { holds = 0, reversed = 0 } = verdictRates(components, {
          seeds,
          seedTails,
          side: 'above',
          smallestEffect: smallest,
        });
        return holds + reversed;
      };
      assert.ok(wrong(5, smallestEffect) <= 0.06);
      // The bound rests on the interval, not on small differences being set aside; and the interval
      // is no wider than it has to be.
      const byInterval = wrong(5, 0);
      assert.ok(byInterval <= 0.06 && byInterval > 0.02, `${byInterval}`);
      assert.equal(wrong(4, smallestEffect), 0);
    });
  }
}

test('a large difference is seen, none at all becomes "no relevant difference" with enough seeds', () => {
  const { components, smallestEffect } = measured.MSE;
  const simulated = { side: 'below', smallestEffect, repetitions: 300 } as const;
  assert.ok(verdictRates(components, { ...simulated, seeds: 5, effect: -1e-3 }).holds! > 0.95);
  assert.ok(verdictRates(components, { ...simulated, seeds: 5, effect: 1e-3 }).reversed! > 0.95);
  assert.ok(verdictRates(components, { ...simulated, seeds: 15 })['no relevant difference']! > 0.9);
});
