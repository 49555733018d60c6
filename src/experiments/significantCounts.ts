import { mean, sampleStandardDeviation } from 'simple-statistics';
import type { NdArray } from '../data/ndArray';
import type { FinishedRecord } from '../runs/record';
import type { ResampledStatistic } from '../metrics/bootstrap';
import { permutationBand, type PermutationBand } from '../metrics/permutationBand';
import { significantNeurons, type SignificanceRule } from '../metrics/significance';
import { resampledSignificantCount } from './significantCount';
import { predictionsOf } from './comparisons';
import { overSeeds, rememberedStatistic } from './rememberedStatistic';

export type Sides = NonNullable<SignificanceRule['sides']>;

/** Significant neurons of the trainings of one cell. */
export interface SignificantCounts {
  /** One per training. */
  readonly counts: readonly number[];
  readonly mean: number;
  /** Sample standard deviation over trainings; null for a single one. */
  readonly spread: number | null;
  /** 95 % band of chance; of several trainings the widest that holds all of theirs. */
  readonly chance: { readonly low: number; readonly high: number };
}

const knownBands = new WeakMap<FinishedRecord, Map<Sides, PermutationBand>>();

/** A band takes longer than anything else here, and figure, table and claims ask for the same ones. */
function bandOf(record: FinishedRecord, responses: NdArray, sides: Sides): PermutationBand {
  const bands = knownBands.get(record) ?? new Map<Sides, PermutationBand>();
  knownBands.set(record, bands);
  const band = bands.get(sides) ?? permutationBand(predictionsOf(record), responses, { sides });
  bands.set(sides, band);
  return band;
}

/**
 * @param records trainings that differ in their seed, with predictions of all neurons
 * @param responses test responses [T, M]
 * @returns undefined without trainings
 */
export function significantCounts(records: readonly FinishedRecord[], responses: NdArray, sides: Sides): SignificantCounts | undefined {
  if (records.length === 0) return undefined;
  const counts = records.map(({ responses: scores }) => significantNeurons(scores!.pcc, responses.shape[0], { sides }).length);
  const bands = records.map((record) => bandOf(record, responses, sides));
  return {
    counts,
    mean: mean(counts),
    spread: counts.length > 1 ? sampleStandardDeviation(counts) : null,
    chance: { low: Math.min(...bands.map(({ lower }) => lower)), high: Math.max(...bands.map(({ upper }) => upper)) },
  };
}

/** The number of significant neurons of one training on drawn test images. */
const countOfImages = rememberedStatistic(resampledSignificantCount);

/** The number of significant neurons (two-sided) on drawn test images and seeds. */
export function countStatistic(records: readonly FinishedRecord[], responses: NdArray): ResampledStatistic {
  return overSeeds(records.map((record) => countOfImages(record, () => predictionsOf(record), responses)));
}
