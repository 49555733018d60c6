import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ndArray } from '../../src/data/ndArray';
import { createRandom } from '../../src/data/random';
import { UserError } from '../../src/errors';
import { explainableVarianceExplained } from '../../src/metrics/noiseCeiling';
import { closeTo } from '../closeTo';

test('by hand: two images, two trials', () => {
  // Trials 0 and 2 of the first image, 4 and 6 of the second: noise 2, variance 5, so 3 can be
  // explained.
  const trials = ndArray([2, 2, 1], Float32Array.of(0, 4, 2, 6));
  closeTo(
    explainableVarianceExplained(ndArray([2, 1], Float32Array.of(3, 3)), trials)[0],
    0,
    1e-12,
  );
  // Errors 1 and 5 on average: 1 - (3 - 2) / 3
  closeTo(
    explainableVarianceExplained(ndArray([2, 1], Float32Array.of(1, 3)), trials)[0],
    2 / 3,
    1e-12,
  );
});

test('on many trials the true rate explains nearly everything, twice the rate less than the mean does', () => {
  const { uniform, poisson } = createRandom(1, 'test/feve');
  const [images, repeats] = [400, 20];
  const rates = Float32Array.from({ length: images }, () => 1 + 4 * uniform());
  const trials = ndArray(
    [repeats, images, 1],
    Float32Array.from({ length: repeats * images }, (_, index) => poisson(rates[index % images])),
  );
  closeTo(explainableVarianceExplained(ndArray([images, 1], rates), trials)[0], 1, 0.05);
  assert.ok(
    explainableVarianceExplained(
      ndArray(
        [images, 1],
        rates.map((rate) => 2 * rate),
      ),
      trials,
    )[0] < -1,
  );
});

test('nothing can be explained without signal; one trial tells no noise', () => {
  assert.deepEqual(
    explainableVarianceExplained(
      ndArray([2, 1], Float32Array.of(1, 1)),
      ndArray([2, 2, 1], Float32Array.of(1, 1, 1, 1)),
    ),
    [NaN],
  );
  assert.throws(
    () =>
      explainableVarianceExplained(
        ndArray([2, 1], Float32Array.of(1, 1)),
        ndArray([1, 2, 1], Float32Array.of(1, 1)),
      ),
    UserError,
  );
  assert.throws(
    () =>
      explainableVarianceExplained(
        ndArray([3, 1], Float32Array.of(1, 1, 1)),
        ndArray([2, 2, 1], Float32Array.of(1, 1, 1, 1)),
      ),
    UserError,
  );
});
