import { mean } from 'simple-statistics';
import { rowView, takeRows, type NdArray } from '../data/ndArray';
import type { GroundTruth } from '../data/region';
import { caution } from '../experiments/findings/words';
import { provenanceCaption } from '../experiments/provenanceCaption';
import { imageGallery, type GalleryRow } from '../figures/imageGallery';
import { formatNumber } from '../figures/tableText';
import { pearsonCorrelation } from '../metrics/pearsonCorrelation';
import { layerShape } from '../models/architecture';
import { decodeArray } from '../runs/recordCodec';
import { linearFields, networkFields, trueFields, type FieldEstimate } from './fieldEstimates';
import type { Illustration } from './illustration';
import type { Lesson } from './lesson';
import { maskDistances } from './maskCentres';
import type { ShortTraining } from './shortTraining';
import type { TrainedModel } from './trainedModel';

const shownNeurons = 8;
/** Of these, complex cells, where the truth tells them apart. */
const shownComplex = 3;

/** Every picture on its own scale, so that its largest magnitude has full colour. */
function scaled(images: NdArray): NdArray {
  const values = Float32Array.from(images.values);
  const count = images.shape[0];
  for (let index = 0; index < count; index++) {
    const view = values.subarray((index * values.length) / count, ((index + 1) * values.length) / count);
    const largest = view.reduce((largestYet, value) => Math.max(largestYet, Math.abs(value)), 0) || 1;
    view.forEach((value, pixel) => {
      view[pixel] = value / largest;
    });
  }
  return { shape: images.shape, values };
}

function fieldRow({ name, detail, fields }: FieldEstimate, neurons: readonly number[]): GalleryRow {
  return { label: name, detail, images: scaled(takeRows(fields, neurons)), colours: 'signed' };
}

/** Magnitudes of the masks [positions, M] of some neurons as pictures from black (0) to white. */
function maskRow(label: string, mask: NdArray, neurons: readonly number[]): GalleryRow {
  const [positions, columns] = mask.shape as [number, number];
  const size = Math.sqrt(positions);
  const values = Float32Array.from({ length: neurons.length * positions }, (_, index) =>
    Math.abs(mask.values[(index % positions) * columns + neurons[Math.floor(index / positions)]]),
  );
  const magnitudes = scaled({ shape: [neurons.length, size, size], values });
  return {
    label,
    detail: `magnitude, ${size} × ${size}`,
    images: { shape: magnitudes.shape, values: magnitudes.values.map((value) => 2 * value - 1) },
    colours: 'grey',
  };
}

/** The neurons with the highest scores, best first; in a simulation simple cells before complex ones. */
function bestNeurons(score: readonly number[], truth: GroundTruth | undefined): number[] {
  const ordered = score.map((_, neuron) => neuron).sort((first, second) => score[second] - score[first]);
  if (truth === undefined) return ordered.slice(0, shownNeurons);
  const ofKind = (kind: 'simple' | 'complex', count: number): number[] =>
    ordered.filter((neuron) => truth.cellTypes[neuron] === kind).slice(0, count);
  return [...ofKind('simple', shownNeurons - shownComplex), ...ofKind('complex', shownComplex)];
}

function labels(neurons: readonly number[], truth: GroundTruth | undefined): string[] {
  return neurons.map((neuron) => `${neuron + 1}${truth ? `, ${truth.cellTypes[neuron]}` : ''}`);
}

/** Mean correlation of an estimate with the truth, over the cells of one kind. */
function agreement(
  { fields }: FieldEstimate,
  truth: FieldEstimate,
  { cellTypes }: GroundTruth,
  kind: 'simple' | 'complex',
): number {
  const neurons = cellTypes.flatMap((type, neuron) => (type === kind ? [neuron] : []));
  return mean(neurons.map((neuron) => pearsonCorrelation(rowView(fields, neuron), rowView(truth.fields, neuron))));
}

function describe(
  estimates: readonly FieldEstimate[],
  truth: FieldEstimate | undefined,
  mask: NdArray,
  { region }: Lesson,
  layer: number,
): string[] {
  if (truth === undefined || region.truth === undefined)
    return ['Recordings have no true receptive fields to compare with: the estimates can only be compared with each other.'];
  const { truth: known } = region;
  const sentences = estimates.map(
    (estimate) =>
      `${estimate.name}: mean correlation with the true field ${formatNumber(agreement(estimate, truth, known, 'simple'), 2)} over simple cells and ${formatNumber(agreement(estimate, truth, known, 'complex'), 2)} over complex cells.`,
  );
  const { own, others, neurons } = maskDistances(mask, known);
  const step = (known.receptiveFields.shape[1] / layerShape(layer).size).toFixed(1);
  return [
    ...sentences,
    `The masks of ${neurons} responsive neurons lie ${formatNumber(own, 1)} source pixels (median) from the neuron's true centre and ${formatNumber(others, 1)} from the centres of the other neurons; one step on the grid of h${layer} is ${step} pixels.`,
  ];
}

/** True receptive fields beside four estimates of them, for the neurons that the model predicts best. */
export function illustrateReceptiveFields(lesson: Lesson, model: TrainedModel | undefined): Illustration {
  const { context, region } = lesson;
  const { readout, responses, specification } = model?.record ?? {};
  if (model === undefined || !readout || !responses || !specification?.layer)
    return { figure: undefined, findings: ['The readout has not been trained yet, so it has no masks.'] };
  const neurons = bestNeurons(responses.pcc, region.truth);
  const truth = trueFields(region);
  const estimates = [
    ...linearFields(region),
    ...(model.weights ? [networkFields(region, model.name, specification, model.weights)] : []),
  ];
  const mask = decodeArray(readout.mask);
  return {
    figure: imageGallery({
      title: 'Where do neurons look? Truth and estimates',
      caption: `${provenanceCaption(context, [model.record])} Region ${region.region}; neurons that ${model.name} predicts best, by number${region.truth ? "; of a complex cell's two true fields the first is shown" : ''}. Each picture has its own scale: blue negative, white zero, vermillion positive; masks from black (zero) to white.`,
      columnLabels: labels(neurons, region.truth),
      rows: [
        ...(truth ? [fieldRow(truth, neurons)] : []),
        ...estimates.map((estimate) => fieldRow(estimate, neurons)),
        maskRow(`mask of h${specification.layer}`, mask, neurons),
      ],
    }),
    findings: [...caution(context), ...describe(estimates, truth, mask, lesson, specification.layer)],
  };
}

/** Masks of a short training beside the true fields. */
export function illustrateMasks(lesson: Lesson, training: ShortTraining): Illustration {
  const { region, caption } = lesson;
  const { readout } = training.result();
  const { layer } = training.model;
  if (readout === null || layer === null)
    return { figure: undefined, findings: [`${training.label} has no readout with masks: choose a model such as CNN-FR1.`] };
  const strength = (neuron: number): number =>
    readout.featureWeights.values.reduce(
      (sum, weight, index) => (index % readout.featureWeights.shape[1] === neuron ? sum + Math.abs(weight) : sum),
      0,
    );
  const neurons = bestNeurons(
    Array.from({ length: readout.mask.shape[1] }, (_, neuron) => strength(neuron)),
    region.truth,
  );
  const truth = trueFields(region);
  return {
    figure: imageGallery({
      title: `Masks after a short training: ${training.label}`,
      caption: `${caption} A training that only this notebook makes; neurons with the largest feature weights, by number. Each picture has its own scale.`,
      columnLabels: labels(neurons, region.truth),
      rows: [...(truth ? [fieldRow(truth, neurons)] : []), maskRow(`mask of h${layer}`, readout.mask, neurons)],
    }),
    findings: describe([], truth, readout.mask, lesson, layer),
  };
}
