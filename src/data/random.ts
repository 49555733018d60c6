import { randomGamma, randomNormal, randomPoisson } from 'd3-random';
import { unsafeUniformIntDistribution, xoroshiro128plus } from 'pure-rand';

/**
 * The package's only source of randomness: tfjs's own treats seed 0 as unseeded and shuffles with
 * Math.random.
 */
export interface Random {
  /** Uniform in [0, 1). */
  readonly uniform: () => number;
  /** Standard normal. */
  readonly normal: () => number;
  /** Uniform integer in [0, count). */
  readonly integer: (count: number) => number;
  /** The numbers 0 ... count - 1 in random order. */
  readonly permutation: (count: number) => number[];
  /** Gamma with the given shape and scale 1. */
  readonly gamma: (shape: number) => number;
  /** Poisson with the given mean. */
  readonly poisson: (mean: number) => number;
}

/**
 * FNV-1a: spreads seed and stream name over 32 bits so that streams of neighbouring seeds are
 * unrelated.
 */
function hashSeed(seed: number, stream: string): number {
  let hash = 0x811c9dc5;
  for (const character of `${seed}:${stream}`) {
    hash = Math.imul(hash ^ character.codePointAt(0)!, 0x01000193);
  }
  return hash | 0;
}

/**
 * A generator for one purpose; equal seeds and streams give equal sequences on every machine.
 * @param stream what the numbers are for, so that drawing more of one kind does not move another.
 */
export function createRandom(seed: number, stream: string): Random {
  const generator = xoroshiro128plus(hashSeed(seed, stream));
  const integer = (count: number): number => unsafeUniformIntDistribution(0, count - 1, generator);
  const uniform = (): number => unsafeUniformIntDistribution(0, 0x7fffffff, generator) / 0x80000000;
  return {
    uniform,
    integer,
    normal: randomNormal.source(uniform)(),
    gamma: (shape) => randomGamma.source(uniform)(shape)(),
    poisson: (mean) => randomPoisson.source(uniform)(mean)(),
    permutation: (count) => {
      const order = Array.from({ length: count }, (_, index) => index);
      for (let last = count - 1; last > 0; last--) {
        const other = integer(last + 1);
        [order[last], order[other]] = [order[other], order[last]];
      }
      return order;
    },
  };
}
