import type { IntervalCell } from '../figures/resultTable';
import type { FinishedRecord } from '../runs/record';
import { decodeArray } from '../runs/recordCodec';
import type { NdArray } from '../data/ndArray';
import { bootstrap, type BootstrapInterval, type ResampledStatistic } from '../metrics/bootstrap';
import { resampledMeanPcc } from './meanPcc';
import { pairedBootstrap } from './pairedBootstrap';
import { overSeeds, rememberedStatistic } from './rememberedStatistic';

/** Enough for bounds that repeat to about a twentieth of an interval's width. */
export const resamples = 1000;

export function intervalCell({ estimate, lower, upper }: BootstrapInterval): IntervalCell {
  return { kind: 'interval', estimate, low: lower, high: upper };
}

/** The records of both models whose seeds finished in both, in the same order. */
export function sharedSeeds(
  first: readonly FinishedRecord[],
  second: readonly FinishedRecord[],
): [FinishedRecord[], FinishedRecord[]] {
  const bySeed = new Map(second.map((record) => [record.specification.seed, record]));
  const kept = first.filter(({ specification }) => bySeed.has(specification.seed));
  return [kept, kept.map(({ specification }) => bySeed.get(specification.seed)!)];
}

/** Test predictions [T, M] of a record with a readout. */
export function predictionsOf(record: FinishedRecord): NdArray {
  return decodeArray(record.responses!.predictions);
}

/** MSE per test image of a record with an autoencoder. */
export function imageErrors(record: FinishedRecord): readonly number[] {
  return record.reconstruction!.mse;
}

/** First minus second model, MSE on the same test images and seeds; undefined without a shared seed. */
export function compareErrors(
  first: readonly FinishedRecord[],
  second: readonly FinishedRecord[],
): BootstrapInterval | undefined {
  const [left, right] = sharedSeeds(first, second);
  return left.length === 0 ? undefined : pairedBootstrap(left.map(imageErrors), right.map(imageErrors), { resamples });
}

/** Model minus baseline, MSE on the same test images; the baseline has no seeds. */
export function compareErrorsToBaseline(
  records: readonly FinishedRecord[],
  baseline: readonly number[],
): BootstrapInterval | undefined {
  return records.length === 0
    ? undefined
    : pairedBootstrap(
        records.map(imageErrors),
        records.map(() => baseline),
        { resamples },
      );
}

/** Mean PCC of one training or baseline on drawn test images. */
const pccOfImages = rememberedStatistic(resampledMeanPcc);

/** Mean PCC of trainings that differ in their seed, on drawn test images and seeds. */
export function pccStatistic(records: readonly FinishedRecord[], responses: NdArray): ResampledStatistic {
  return overSeeds(records.map((record) => pccOfImages(record, () => predictionsOf(record), responses)));
}

/** First minus second model, mean PCC on the same test images and seeds. */
export function comparePcc(
  first: readonly FinishedRecord[],
  second: readonly FinishedRecord[],
  responses: NdArray,
): BootstrapInterval | undefined {
  const [left, right] = sharedSeeds(first, second);
  if (left.length === 0) return undefined;
  const [ofLeft, ofRight] = [pccStatistic(left, responses), pccStatistic(right, responses)];
  return bootstrap((images, seeds) => ofLeft(images, seeds) - ofRight(images, seeds), responses.shape[0], left.length, { resamples });
}

/** Model minus baseline, mean PCC on the same test images. */
export function comparePccToBaseline(
  records: readonly FinishedRecord[],
  predictions: NdArray,
  responses: NdArray,
): BootstrapInterval | undefined {
  if (records.length === 0) return undefined;
  const ofModel = pccStatistic(records, responses);
  const ofBaseline = pccOfImages(predictions, () => predictions, responses);
  return bootstrap((images, seeds) => ofModel(images, seeds) - ofBaseline(images), responses.shape[0], records.length, { resamples });
}
