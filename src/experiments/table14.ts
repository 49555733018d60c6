import { sizeOf } from '../data/ndArray';
import type { ResultTable, TableCell } from '../figures/resultTable';
import { architecture, layerShape } from '../models/architecture';
import { layers, parseModelName, type Layer } from '../models/modelName';
import { createNetwork } from '../models/network';
import { placeholderNeurons } from '../models/neuronStatistics';
import type { ParameterTable } from '../models/parameters';
import type { Experiment, ExperimentMaterial } from './experiment';
import { caeFactorized, cnnFactorized, focusRegion } from './factorizedModels';

const { imageSize, latentDimensions, encoder, decoder, output } = architecture;
const top = layerShape(encoder.length);

function text(value: string): TableCell {
  return { kind: 'text', text: value };
}

/** Trained numbers in the parameters whose names begin so; moving statistics are not trained. */
function trained({ initial, trainable }: ParameterTable, prefix: string): number {
  return trainable.filter((name) => name.startsWith(prefix)).reduce((sum, name) => sum + sizeOf(initial[name].shape), 0);
}

function row(part: string, operation: string, shape: readonly number[] | string, count: number): TableCell[] {
  return [
    text(part),
    text(operation),
    text(typeof shape === 'string' ? shape : `[${shape.join(', ')}]`),
    text(count.toLocaleString('en-US')),
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

function readoutRow(layer: Layer, neurons: number): TableCell[] {
  const { size, channels } = layerShape(layer);
  const operation = `factorized readout of h${layer}: mask ${size * size} and feature weights ${channels} per neuron, bias; softplus`;
  return row(`f3 (FR${layer})`, operation, [neurons], trained(parametersOf(cnnFactorized(layer), neurons), 'readout/'));
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
      ...layers.map((layer) => readoutRow(layer, neurons)),
      total('CAE', parseModelName('CAE')),
      total('CNN-FR2', cnnFactorized(2)),
      total('CAE-FR2', caeFactorized(2)),
    ],
    notes: [
      "Assumption: the paper's Table 14 is not available. Its text gives 32 × 32 × 1 images, four layers to read out, batch norm and ELU after every convolution, tanh at the end, and a code of 100 numbers.",
      'CNN-FRi has the encoder only up to the layer that it reads. Moving means and variances of batch norm are not trained and not counted.',
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
