import { mean } from 'simple-statistics';
import { layers, type Layer } from '../models/modelName';
import type { FinishedRecord } from '../runs/record';
import { bootstrap, type BootstrapInterval, type ResampledStatistic } from '../statistics/bootstrap';
import { resampledMeanPcc } from '../statistics/meanPcc';
import { cellRecords } from './cellRecords';
import { imageErrors, predictionsOf, resamples } from './comparisons';
import type { ExperimentMaterial } from './experiment';
import { cae, caeFactorized } from './factorizedModels';
import { caeCell, cnnCell } from './similarityCells';

/** An effect averaged over the readout layers that were run, with everything needed to resample it. */
export interface LayerDifference {
  readonly layers: readonly Layer[];
  readonly images: number;
  readonly seeds: number;
  /** Mean over layers of first minus second model. */
  readonly statistic: ResampledStatistic;
  /** The difference of each of `layers` on all images and seeds. */
  readonly perLayer: readonly number[];
}

interface Pair {
  readonly layer: Layer;
  readonly first: readonly FinishedRecord[];
  readonly second: readonly FinishedRecord[];
}

/** Only seeds that finished in every model of every layer, so that all are compared on the same ones. */
function onSharedSeeds(pairs: readonly Pair[]): Pair[] {
  const seedOf = (record: FinishedRecord): number => record.specification.seed;
  const lists = pairs.flatMap(({ first, second }) => [first.map(seedOf), second.map(seedOf)]);
  const shared = (lists[0] ?? []).filter((seed) => lists.every((list) => list.includes(seed)));
  const keep = (records: readonly FinishedRecord[]): FinishedRecord[] =>
    shared.map((seed) => records.find((record) => seedOf(record) === seed)!);
  return pairs.map(({ layer, first, second }) => ({ layer, first: keep(first), second: keep(second) }));
}

function everyOne(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}

function layerDifference(
  pairs: readonly Pair[],
  images: number,
  ofLayer: (pair: Pair) => ResampledStatistic,
): LayerDifference | undefined {
  const shared = onSharedSeeds(pairs);
  const seeds = shared[0]?.first.length ?? 0;
  if (seeds === 0) return undefined;
  const statistics = shared.map(ofLayer);
  return {
    layers: shared.map(({ layer }) => layer),
    images,
    seeds,
    statistic: (drawnImages, drawnSeeds) => mean(statistics.map((statistic) => statistic(drawnImages, drawnSeeds))),
    perLayer: statistics.map((statistic) => statistic(everyOne(images), everyOne(seeds))),
  };
}

/** MSE of CAE-FR minus CAE in the IR task of a region; undefined without a seed that finished in both. */
export function errorDifference({ context, lookup }: ExperimentMaterial, region: number): LayerDifference | undefined {
  const plain = cellRecords(context, lookup, { region, model: cae, task: 'IR' }).finished;
  const pairs = layers
    .map((layer) => ({
      layer,
      first: cellRecords(context, lookup, { region, model: caeFactorized(layer), task: 'IR' }).finished,
      second: plain,
    }))
    .filter(({ first, second }) => first.length > 0 && second.length > 0);
  const images = plain[0]?.reconstruction?.mse.length ?? 0;
  return layerDifference(pairs, images, ({ first, second }) => {
    const differences = first.map((record, seed) =>
      imageErrors(record).map((error, image) => error - imageErrors(second[seed])[image]),
    );
    return (drawnImages, drawnSeeds) =>
      mean(drawnSeeds.map((seed) => mean(drawnImages.map((image) => differences[seed][image]))));
  });
}

/** Mean PCC of CAE-FR minus CNN-FR in the NRS task of a region; undefined without a seed that finished in both. */
export function pccDifference({ context, lookup, evidence }: ExperimentMaterial, region: number): LayerDifference | undefined {
  const responses = evidence.get(region)?.testResponses;
  if (responses === undefined) return undefined;
  const pairs = layers
    .map((layer) => ({
      layer,
      first: cellRecords(context, lookup, caeCell(region, layer)).finished,
      second: cellRecords(context, lookup, cnnCell(region, layer)).finished,
    }))
    .filter(({ first, second }) => first.length > 0 && second.length > 0);
  return layerDifference(pairs, responses.shape[0], ({ first, second }) => {
    const joint = resampledMeanPcc(first.map(predictionsOf), responses);
    const alone = resampledMeanPcc(second.map(predictionsOf), responses);
    return (drawnImages, drawnSeeds) => joint(drawnImages, drawnSeeds) - alone(drawnImages, drawnSeeds);
  });
}

export function intervalOf({ statistic, images, seeds }: LayerDifference): BootstrapInterval {
  return bootstrap(statistic, images, seeds, { resamples });
}

/** `layers 1, 2, 3, 4`, `layer 2`. */
export function nameLayers({ layers: shown }: LayerDifference): string {
  return `${shown.length === 1 ? 'layer' : 'layers'} ${shown.join(', ')}`;
}
