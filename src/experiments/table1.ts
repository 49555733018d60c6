import { textCell, type ResultTable, type TableCell } from '../figures/resultTable';
import { sizeOf } from '../data/ndArray';
import { architecture, layerShape } from '../models/architecture';
import {
  autoencoderNames,
  formatModelName,
  readoutNames,
  type AutoencoderName,
  type ModelName,
  type ReadoutName,
} from '../models/modelName';
import { createNetwork } from '../models/network';
import { placeholderNeurons } from '../models/neuronStatistics';
import { bitsPerImage } from './codeColumns';
import type { Experiment } from './experiment';

const { latentDimensions, quantization, readoutDropout } = architecture;
const top = layerShape(architecture.encoder.length);
/** The layer whose readouts are counted. */
const countedLayer = 2;

/** What the paper's text says about each part. */
const autoencoders: Readonly<Record<AutoencoderName, { readonly code: string; readonly loss: string }>> = {
  CAE: { code: `${latentDimensions} numbers`, loss: 'squared error' },
  VAE: { code: `${latentDimensions} means and variances`, loss: 'squared error + Kullback-Leibler divergence from N(0, 1)' },
  'VQ-VAE': {
    code: `${top.size} × ${top.size} positions, each one of ${quantization.codebook} dimensions`,
    loss: 'squared error + codebook and commitment',
  },
};

const readouts: Readonly<Record<ReadoutName, { readonly name: string; readonly learns: string }>> = {
  FR: { name: 'factorized', learns: 'spatial mask and feature weights (Eq. 5)' },
  FC: { name: 'fully connected', learns: `one weight per position and channel; dropout ${readoutDropout}` },
  FM: { name: 'fixed mask', learns: "feature weights; the mask is set at the neuron's receptive field" },
};

/** Trained numbers that a neuron has for itself, its bias included. */
function numbersPerNeuron(readout: ReadoutName): number {
  const model: ModelName = { autoencoder: null, readout, layer: countedLayer };
  const { initial, trainable } = createNetwork(model).initialise(placeholderNeurons(1, architecture.imageSize), 1);
  return trainable.filter((name) => name.startsWith('readout/')).reduce((sum, name) => sum + sizeOf(initial[name].shape), 0);
}

/** A readout stands for its four layers. */
function row(autoencoder: AutoencoderName | null, readout: ReadoutName | null): TableCell[] {
  const name = formatModelName({ autoencoder, readout, layer: readout && 1 }).replace(/1$/, 'i');
  return [
    textCell(name),
    textCell(autoencoder === null || readout === null ? 'baseline' : 'DAE-NR'),
    textCell(autoencoder === null ? '—' : autoencoders[autoencoder].code),
    textCell(autoencoder === null ? '—' : bitsPerImage(autoencoder).toLocaleString('en-US')),
    textCell(autoencoder === null ? '—' : autoencoders[autoencoder].loss),
    textCell(readout === null ? '—' : readouts[readout].name),
    textCell(readout === null ? '—' : readouts[readout].learns),
    textCell(readout === null ? '—' : numbersPerNeuron(readout).toLocaleString('en-US')),
  ];
}

function table(): ResultTable {
  const withReadouts = (autoencoder: AutoencoderName | null): TableCell[][] =>
    readoutNames.map((readout) => row(autoencoder, readout));
  return {
    item: 'table1',
    title: 'Table 1. The variants',
    caption: 'What is trained and on what; nothing in this table was measured.',
    columns: [
      { heading: 'Model' },
      { heading: 'Kind' },
      { group: 'reconstructs', heading: 'code' },
      { group: 'reconstructs', heading: 'bits per image' },
      { group: 'reconstructs', heading: 'loss' },
      { group: 'predicts responses', heading: 'readout' },
      { group: 'predicts responses', heading: 'what it learns' },
      { group: 'predicts responses', heading: `numbers per neuron, h${countedLayer}` },
    ],
    rows: [...autoencoderNames.map((name) => row(name, null)), ...withReadouts(null), ...autoencoderNames.flatMap(withReadouts)],
    notes: [
      'i = 1 to 4: the layer of the encoder that is read out. All share the encoder; baselines lack one of the two heads.',
      `Bits per image: numbers of a dense code as they are stored, in single precision, which says nothing about how many of them carry information; indices into the codebook of the VQ-VAE. Assumption: the printed "32 × 256" is ${quantization.codebook} dimensions.`,
    ],
  };
}

/** Table 1: the nine combinations of autoencoder and readout, and their baselines. */
export const table1: Experiment = {
  item: 'table1',
  title: 'Table 1: the variants',
  notebook: '04-dae-nr.ipynb',
  specifications: () => [],
  table,
};
