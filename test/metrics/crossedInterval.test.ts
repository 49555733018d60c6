import assert from 'node:assert/strict';
import { test } from 'node:test';
import { UserError } from '../../src/errors';
import {
  countDifference,
  crossedInterval,
  errorDifference,
  pccDifference,
  pooledDifference,
} from '../../src/metrics/crossedInterval';
import { pearsonPerNeuron } from '../../src/metrics/responseScores';
import { significantNeurons, tBeyond } from '../../src/metrics/significance';
import { closeTo } from '../closeTo';
import { better, images, oracle, predictions, responses, worse } from '../oracles/inference';
import { sequence } from '../oracles/sequence';

const seeds = 5;
const everyImage = Array.from({ length: images }, (_, image) => image);
const [ofSeeds, ofImages, rest] = [
  sequence(seeds, 0.9),
  sequence(images, 1.1),
  sequence(seeds * images, 1.3),
];
/** As `errors` in inference.py. */
const errors = Array.from(ofSeeds, (ofSeed, seed) =>
  everyImage.map(
    (image) => 0.3 + 0.4 * ofSeed + ofImages[image] + 0.5 * rest[seed * images + image],
  ),
);
const nothing = errors.map((scores) => scores.map(() => 0));

test(`quantiles of Student's t as in SciPy ${oracle.versions.scipy}`, () => {
  oracle.tails.forEach(([tail, degreesOfFreedom], index) =>
    closeTo(tBeyond(tail, degreesOfFreedom) / oracle.tBeyond[index], 1, 1e-7),
  );
});

test(`a difference of errors has the interval of a two-way analysis of variance in statsmodels ${oracle.versions.statsmodels}`, () => {
  const interval = crossedInterval(errorDifference(errors, nothing), images);
  const { components, ...expected } = oracle.crossedErrors;
  assert.equal(interval.seeds, seeds);
  for (const name of Object.keys(expected) as (keyof typeof expected)[])
    closeTo(interval[name], expected[name], 1e-6);
  for (const name of ['seed', 'image', 'residual'] as const)
    closeTo(interval.components[name], components[name], 1e-6);
});

test('a difference of mean PCCs has the interval that its jackknife pseudo-values have there', () => {
  const first = Array.from({ length: seeds }, (_, seed) => predictions(0.3 + 0.1 * seed, 0.8));
  const second = Array.from({ length: seeds }, (_, seed) => predictions(0.35 + 0.1 * seed, 0.5));
  const { standardError, degreesOfFreedom, components } = crossedInterval(
    pccDifference(first, second, responses),
    images,
  );
  closeTo(standardError, oracle.crossedPcc.standardError, 1e-6);
  for (const name of ['seed', 'image', 'residual'] as const)
    closeTo(components[name], oracle.crossedPcc.components[name], 1e-5);
  closeTo(degreesOfFreedom, oracle.crossedPcc.degreesOfFreedom, 1e-5);
});

test('where images differ alone, or seeds alone, it is the t interval of their mean', () => {
  const onlyImages = errors.map(() => [...ofImages]);
  const onlySeeds = Array.from(ofSeeds, (value) => everyImage.map(() => value));
  const byImages = crossedInterval(errorDifference(onlyImages, nothing), images);
  const bySeeds = crossedInterval(errorDifference(onlySeeds, nothing), images);
  closeTo(byImages.degreesOfFreedom, seeds - 1, 1e-6);
  closeTo(bySeeds.degreesOfFreedom, seeds - 1, 1e-6);
  closeTo(bySeeds.upper - bySeeds.estimate, 2.776445 * bySeeds.standardError, 1e-6);
  closeTo(
    crossedInterval(errorDifference([[...ofImages]], [nothing[0]]), images).standardError,
    byImages.standardError,
    1e-9,
  );
  const one = crossedInterval(errorDifference([[...ofImages]], [nothing[0]]), images);
  closeTo(one.degreesOfFreedom, images - 1, 1e-6);
});

test('exchanging the models mirrors the interval; the same model differs by exactly nothing', () => {
  const one = crossedInterval(pccDifference([better], [worse], responses), images);
  const other = crossedInterval(pccDifference([worse], [better], responses), images);
  closeTo(one.lower, -other.upper, 1e-12);
  closeTo(one.p, other.p, 1e-12);
  const { estimate, lower, upper, p } = crossedInterval(
    pccDifference([better, worse], [better, worse], responses),
    images,
  );
  assert.deepEqual([estimate, lower, upper, p], [0, 0, 0, 1]);
});

test('a count is that of significantNeurons, its bootstrap repeats and is centred on it', () => {
  const count = (matrix: typeof better): number =>
    significantNeurons(pearsonPerNeuron(matrix, responses).pcc, images).length;
  const difference = countDifference([better], [worse], responses);
  const interval = crossedInterval(difference, images, { draws: 200 });
  assert.equal(interval.estimate, count(better) - count(worse));
  closeTo(interval.upper + interval.lower, 2 * interval.estimate, 1e-9);
  assert.deepEqual(crossedInterval(difference, images, { draws: 200 }), interval);
  assert.ok(interval.standardError > 0);
});

test('on a mean, bootstrap and jackknife see the same spread', () => {
  const difference = errorDifference(errors, nothing);
  const jackknife = crossedInterval(difference, images);
  const bootstrap = crossedInterval(difference, images, { draws: 4000 });
  closeTo(bootstrap.standardError / jackknife.standardError, 1, 0.04);
});

test('pooled rows are the mean of their differences, each in its own unit, and as certain as that', () => {
  const rows = [
    { difference: errorDifference(errors, nothing), scale: 2 },
    {
      difference: errorDifference(
        errors.map((scores) => scores.map((score) => 3 * score)),
        nothing,
      ),
      scale: 6,
    },
  ];
  const pooled = crossedInterval(pooledDifference(rows), images);
  const single = crossedInterval(errorDifference(errors, nothing), images);
  // Rows that say the same are no more certain together than one of them.
  closeTo(pooled.estimate, single.estimate / 2, 1e-9);
  closeTo(pooled.standardError, single.standardError / 2, 1e-9);
  const opposite = crossedInterval(pooledDifference([rows[0], { ...rows[0], scale: -2 }]), images);
  closeTo(opposite.estimate, 0, 1e-12);
  assert.throws(() => pooledDifference([]), UserError);
});

test('what cannot be compared is refused', () => {
  assert.throws(() => errorDifference([[1, 2]], []), UserError);
  assert.throws(() => pccDifference([better], [better, worse], responses), UserError);
  assert.throws(() => crossedInterval(() => [1], 1), UserError);
  assert.throws(() => crossedInterval(() => [], 50), UserError);
});
