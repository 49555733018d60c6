import { fitLinearNonlinear } from '../baselines/linearNonlinear';
import { spikeTriggeredAverage } from '../baselines/spikeTriggeredAverage';
import { takeRows, type NdArray } from '../data/ndArray';
import { IMAGE_SIDE, resizeImages } from '../data/resize';
import type { RegionData } from '../data/region';
import type { ModelName } from '../models/modelName';
import type { Weights } from '../runs/weightsCodec';
import { networkReceptiveFields } from './networkReceptiveFields';

/** One way to say where and for what every neuron looks. */
export interface FieldEstimate {
  readonly name: string;
  readonly detail: string;
  /** [M, 32, 32] */
  readonly fields: NdArray;
}

/** Images over which a network's gradient is averaged: more change the mean little. */
const gradientImages = 20;

/** The simulation's true fields, brought to the size of the images; undefined for recordings, which have none. */
export function trueFields({ truth }: RegionData): FieldEstimate | undefined {
  if (truth === undefined) return undefined;
  const [neurons, side] = truth.receptiveFields.shape as [number, number];
  const values = Float32Array.from(resizeImages(Float64Array.from(truth.receptiveFields.values), neurons, side, 'bilinear'));
  return { name: 'truth', detail: 'simulated Gabor', fields: { shape: [neurons, IMAGE_SIDE, IMAGE_SIDE], values } };
}

/** Estimates that need images and responses only: spike-triggered average and the filter of the LN model. */
export function linearFields(region: RegionData): FieldEstimate[] {
  return [
    { name: 'STA', detail: 'weighted mean', fields: spikeTriggeredAverage(region.trainingImages, region.trainingResponses) },
    { name: 'LN model', detail: 'ridge regression', fields: fitLinearNonlinear(region, 1).receptiveFields },
  ];
}

/** A trained network's mean gradient over training images. */
export function networkFields(region: RegionData, label: string, model: ModelName, weights: Weights): FieldEstimate {
  const everyNeuron = Array.from({ length: region.testResponses.shape[1] }, (_, neuron) => neuron);
  const images = takeRows(
    region.trainingImages,
    Array.from({ length: Math.min(gradientImages, region.trainingImages.shape[0]) }, (_, image) => image),
  );
  return { name: label, detail: 'mean gradient', fields: networkReceptiveFields(model, weights, images, everyNeuron) };
}
