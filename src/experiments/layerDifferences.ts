import { mean } from 'simple-statistics';
import type { NdArray } from '../data/ndArray';
import { layers, type AutoencoderName, type Layer, type ModelName, type ReadoutName } from '../models/modelName';
import type { FinishedRecord } from '../runs/record';
import { bootstrap, type BootstrapInterval, type ResampledStatistic } from '../statistics/bootstrap';
import { cellRecords } from './cellRecords';
import { imageErrors, pccStatistic, resamples } from './comparisons';
import type { ExperimentMaterial } from './experiment';
import { controlled, sparseControl } from './reconstructionCells';
import type { ExperimentCell } from '../paper/specify';

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

/** The trainings of two models that read out the same layer. */
export interface LayerPair {
  readonly layer: Layer;
  readonly first: readonly FinishedRecord[];
  readonly second: readonly FinishedRecord[];
}

/** Only seeds that finished in every model of every layer, so that all are compared on the same ones. */
function onSharedSeeds(pairs: readonly LayerPair[]): LayerPair[] {
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

/** @param pairs first and second model of every layer */
export function layerDifference(
  pairs: readonly LayerPair[],
  images: number,
  ofLayer: (pair: LayerPair) => ResampledStatistic,
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

/** An autoencoder and a readout, of whichever layer. */
export type Combination = Readonly<Record<'autoencoder', AutoencoderName> & Record<'readout', ReadoutName>>;

const caeFr: Combination = { autoencoder: 'CAE', readout: 'FR' };

/** MSE of the first minus that of the second model of a pair, on drawn test images and seeds. */
export function errorStatistic({ first, second }: LayerPair): ResampledStatistic {
  const differences = first.map((record, seed) => imageErrors(record).map((error, image) => error - imageErrors(second[seed])[image]));
  return (images, seeds) => mean(seeds.map((seed) => mean(images.map((image) => differences[seed][image]))));
}

/** MSE of a combination minus its autoencoder alone in the IR task of a region; undefined without a seed that finished in both. */
export function errorDifference({ context, lookup }: ExperimentMaterial, region: number, combination = caeFr): LayerDifference | undefined {
  const { autoencoder } = combination;
  const finished = (model: ModelName): readonly FinishedRecord[] => cellRecords(context, lookup, { region, model, task: 'IR' }).finished;
  const plain = finished({ autoencoder, readout: null, layer: null });
  const pairs = layers
    .map((layer) => ({ layer, first: finished({ ...combination, layer }), second: plain }))
    .filter(({ first, second }) => first.length > 0 && second.length > 0);
  const images = plain[0]?.reconstruction?.mse.length ?? 0;
  return layerDifference(pairs, images, errorStatistic);
}

/** MSE of CAE-FR2 minus that of its control, which differs by the responses alone; undefined without a seed that finished in both. */
export function controlDifference({ context, lookup }: ExperimentMaterial, region: number): LayerDifference | undefined {
  const { model, layer } = controlled;
  const first = cellRecords(context, lookup, { region, model, task: 'IR' }).finished;
  const second = cellRecords(context, lookup, sparseControl(region)).finished;
  if (first.length === 0 || second.length === 0) return undefined;
  return layerDifference([{ layer, first, second }], imageErrors(first[0]).length, errorStatistic);
}

/**
 * A statistic of the predicted responses of one kind of readout minus that of another of the same layer, in a region; undefined
 * without a seed that finished in both.
 */
export function responseDifference(
  { context, lookup, evidence }: ExperimentMaterial,
  region: number,
  first: (layer: Layer) => ExperimentCell,
  second: (layer: Layer) => ExperimentCell,
  statisticOf: (records: readonly FinishedRecord[], responses: NdArray) => ResampledStatistic,
): LayerDifference | undefined {
  const responses = evidence.get(region)?.testResponses;
  if (responses === undefined) return undefined;
  const finished = (cell: ExperimentCell): readonly FinishedRecord[] => cellRecords(context, lookup, cell).finished;
  const pairs = layers
    .map((layer) => ({ layer, first: finished(first(layer)), second: finished(second(layer)) }))
    .filter((pair) => pair.first.length > 0 && pair.second.length > 0);
  return layerDifference(pairs, responses.shape[0], (pair) => {
    const [ofFirst, ofSecond] = [statisticOf(pair.first, responses), statisticOf(pair.second, responses)];
    return (images, seeds) => ofFirst(images, seeds) - ofSecond(images, seeds);
  });
}

/** The difference in mean PCC. */
export function pccDifferenceOf(
  material: ExperimentMaterial,
  region: number,
  first: (layer: Layer) => ExperimentCell,
  second: (layer: Layer) => ExperimentCell,
): LayerDifference | undefined {
  return responseDifference(material, region, first, second, pccStatistic);
}

/** Mean PCC of a combination minus the CNN with its readout in the NRS task of a region; undefined without a seed that finished in both. */
export function pccDifference(material: ExperimentMaterial, region: number, { autoencoder, readout } = caeFr): LayerDifference | undefined {
  return pccDifferenceOf(
    material,
    region,
    (layer) => ({ region, model: { autoencoder, readout, layer }, task: 'NRS' }),
    (layer) => ({ region, model: { autoencoder: null, readout, layer }, task: 'NRS' }),
  );
}

export function intervalOf({ statistic, images, seeds }: LayerDifference): BootstrapInterval {
  return bootstrap(statistic, images, seeds, { resamples });
}

/** `mean over layers 1, 2, 3, 4`, `layer 2`. */
export function overLayers(difference: LayerDifference): string {
  return `${difference.layers.length === 1 ? '' : 'mean over '}${nameLayers(difference)}`;
}

/** `layers 1, 2, 3, 4`, `layer 2`. */
export function nameLayers({ layers: shown }: LayerDifference): string {
  return `${shown.length === 1 ? 'layer' : 'layers'} ${shown.join(', ')}`;
}
