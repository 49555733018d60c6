import { sizeOf } from '../data/ndArray';
import { textCell, type ResultTable, type TableCell } from '../figures/resultTable';
import { architecture, layerShape } from '../models/architecture';
import { layers, parseModelName, readoutNames, type Layer, type ReadoutName } from '../models/modelName';
import { createNetwork } from '../models/network';
import { placeholderNeurons } from '../models/neuronStatistics';
import type { ParameterTable } from '../models/parameters';
import type { Experiment, ExperimentMaterial } from './experiment';
import { focusRegion } from './factorizedModels';

const { imageSize, latentDimensions, encoder, decoder, output } = architecture;
const top = layerShape(encoder.length);

/** Trained numbers in the parameters whose names begin so; moving statistics are not trained. */
function trained({ initial, trainable }: ParameterTable, prefix: string): number {
  return trainable.filter((name) => name.startsWith(prefix)).reduce((sum, name) => sum + sizeOf(initial[name].shape), 0);
}

function row(part: string, operation: string, shape: readonly number[] | string, count: number): TableCell[] {
  return [
    textCell(part),
    textCell(operation),
    textCell(typeof shape === 'string' ? shape : `[${shape.join(', ')}]`),
    textCell(count.toLocaleString('en-US')),
  ];
}

function block({
  kernel,
  stride,
  channels,
  transposed = false,
}: {
  kernel: number;
  stride: number;
  channels: number;
  transposed?: boolean;
}): string {
  return `${transposed ? 'transposed convolution' : 'convolution'} ${kernel} × ${kernel}, stride ${stride}, ${channels} channels; batch norm; ELU`;
}

/** The initial parameters of a network with `neurons` neurons: shapes are all that is looked at. */
function parametersOf(model: Parameters<typeof createNetwork>[0], neurons: number): ParameterTable {
  return createNetwork(model).initialise(placeholderNeurons(neurons, architecture.imageSize), 1);
}

/** What one neuron has of each readout of a layer. */
function describeReadout(readout: ReadoutName, layer: Layer): string {
  const { size, channels } = layerShape(layer);
  switch (readout) {
    case 'FR':
      return `factorized readout of h${layer}: mask ${size * size} and feature weights ${channels} per neuron, bias; softplus`;
    case 'FC':
      return `fully connected readout of h${layer}: dropout ${architecture.readoutDropout}, weights ${size * size * channels} per neuron, bias; softplus`;
    case 'FM':
      return `fixed-mask readout of h${layer}: feature weights ${channels} per neuron at one of ${size * size} positions, bias; softplus`;
  }
}

function readoutRow(readout: ReadoutName, layer: Layer, neurons: number): TableCell[] {
  const parameters = parametersOf({ autoencoder: null, readout, layer }, neurons);
  return row(`f3 (${readout}${layer})`, describeReadout(readout, layer), [neurons], trained(parameters, 'readout/'));
}

/** What VAE and VQ-VAE have in other places than the CAE. */
function codeRows(neurons: number): TableCell[][] {
  const vae = parametersOf(parseModelName('VAE'), neurons);
  const quantized = parametersOf(parseModelName('VQ-VAE'), neurons);
  const [codes, dimensions] = quantized.initial['codebook/codes'].shape;
  const [first] = decoder;
  const grid = [top.size, top.size, dimensions];
  return [
    row('VAE adds to f2', 'dense, log-variance of the code', [latentDimensions], trained(vae, 'logVariance/')),
    row('VQ-VAE instead of the dense layers', `convolution 1 × 1, ${dimensions} channels`, grid, trained(quantized, 'projection/')),
    row('VQ-VAE instead of the dense layers', `nearest of ${codes} codes of ${dimensions} dimensions at every position`, grid, trained(quantized, 'codebook/')),
    row(
      'VQ-VAE instead of the first of f2',
      `${block(first)}, from ${dimensions} channels`,
      [first.size, first.size, first.channels],
      trained(quantized, 'decoder1/'),
    ),
  ];
}

function table({ context, evidence }: ExperimentMaterial): ResultTable {
  const region = focusRegion(context);
  const neurons = evidence.get(region)?.neurons ?? 0;
  const parameters = parametersOf(parseModelName('CAE'), neurons);
  const total = (name: string, model: Parameters<typeof createNetwork>[0]): TableCell[] =>
    row(name, 'all together', '', trained(parametersOf(model, neurons), ''));
  return {
    item: 'table14',
    title: 'App. Table 14 (our counterpart). The architecture',
    caption: `Shapes of one image or response; ${neurons} neurons, as in region ${region}. Generated from the architecture that trains.`,
    columns: [{ heading: 'Part' }, { heading: 'Operation' }, { heading: 'Output' }, { heading: 'Trained parameters' }],
    rows: [
      row('x', 'image', [imageSize, imageSize, 1], 0),
      ...encoder.map((layer, index) =>
        row(
          `f1, h${index + 1}`,
          block(layer),
          [layer.size, layer.size, layer.channels],
          trained(parameters, `encoder${index + 1}/`),
        ),
      ),
      row('f2, code', 'dense', [latentDimensions], trained(parameters, 'latent/')),
      row('f2', 'dense, reshaped', [top.size, top.size, top.channels], trained(parameters, 'expansion/')),
      ...decoder.map((layer, index) =>
        row('f2', block(layer), [layer.size, layer.size, layer.channels], trained(parameters, `decoder${index + 1}/`)),
      ),
      row(
        'x̂',
        `transposed convolution ${output.kernel} × ${output.kernel}, stride ${output.stride}; tanh`,
        [output.size, output.size, output.channels],
        trained(parameters, 'output/'),
      ),
      ...codeRows(neurons),
      ...readoutNames.flatMap((readout) => layers.map((layer) => readoutRow(readout, layer, neurons))),
      ...['CAE', 'VAE', 'VQ-VAE', 'CNN-FR2', 'CNN-FC2', 'CNN-FM2', 'CAE-FR2'].map((name) => total(name, parseModelName(name))),
    ],
    notes: [
      "Assumption: the paper's Table 14 is not available. Its text gives 32 × 32 × 1 images, four layers to read out, batch norm and ELU after every convolution, tanh at the end, and a code of 100 numbers.",
      'CNN-FRi, CNN-FCi and CNN-FMi have the encoder only up to the layer that they read. Every other combination is the sum of its parts. Moving means and variances of batch norm are not trained and not counted.',
    ],
  };
}

/** Our counterpart of App. Table 14, generated from the network itself. */
export const table14: Experiment = {
  item: 'table14',
  title: 'App. Table 14: the architecture',
  notebook: '04-dae-nr.ipynb',
  specifications: () => [],
  table,
};
