import { mean } from 'simple-statistics';
import type { NdArray } from '../data/ndArray';
import type { ResampledStatistic } from '../metrics/bootstrap';

/** A statistic of one training or baseline on drawn test images. */
export type StatisticOfImages = (images: readonly number[]) => number;

/**
 * Keeps what a training or baseline, told apart by `source`, said about a draw: a thousand draws are the same in every table and claim.
 * @param statisticOf of predictions [T, M] and responses [T, M]
 */
export function rememberedStatistic(statisticOf: (predictions: readonly NdArray[], responses: NdArray) => ResampledStatistic) {
  const known = new WeakMap<object, WeakMap<NdArray, StatisticOfImages>>();
  return (source: object, predictions: () => NdArray, responses: NdArray): StatisticOfImages => {
    const ofSource = known.get(source) ?? new WeakMap<NdArray, StatisticOfImages>();
    known.set(source, ofSource);
    const found = ofSource.get(responses);
    if (found !== undefined) return found;
    const statistic = statisticOf([predictions()], responses);
    const values = new Map<string, number>();
    const remembered: StatisticOfImages = (images) => {
      const draw = images.join();
      const value = values.get(draw) ?? statistic(images, [0]);
      values.set(draw, value);
      return value;
    };
    ofSource.set(responses, remembered);
    return remembered;
  };
}

/** Mean over the drawn of several trainings. */
export function overSeeds(trainings: readonly StatisticOfImages[]): ResampledStatistic {
  return (images, seeds) => mean(seeds.map((seed) => trainings[seed](images)));
}
