import { UserError } from '../errors';
import type { ResultTable, TableCell } from '../figures/resultTable';
import { architecture } from '../models/architecture';
import {
  autoencoderNames,
  formatModelName,
  readoutNames,
  type AutoencoderName,
  type ModelName,
  type ReadoutName,
} from '../models/modelName';
import { createNetwork } from '../models/network';
import type { Experiment } from './experiment';

const { latentDimensions } = architecture;

/** What the paper's text says about each part. */
const autoencoders: Readonly<Record<AutoencoderName, { readonly code: string; readonly loss: string }>> = {
  CAE: { code: `${latentDimensions} numbers`, loss: 'squared error' },
  VAE: { code: `${latentDimensions} means and variances`, loss: 'squared error + Kullback-Leibler divergence from N(0, 1)' },
  'VQ-VAE': { code: 'one of 256 codes of 32 dimensions at every position', loss: 'squared error + codebook and commitment' }, // assumption: "32 x 256"
};

const readouts: Readonly<Record<ReadoutName, { readonly name: string; readonly learns: string }>> = {
  FR: { name: 'factorized', learns: 'spatial mask and feature weights (Eq. 5)' },
  FC: { name: 'fully connected', learns: 'one weight per position and channel' },
  FM: { name: 'fixed mask', learns: "feature weights; the mask is set at the neuron's receptive field" },
};

function text(value: string): TableCell {
  return { kind: 'text', text: value };
}

function isBuilt(model: ModelName): boolean {
  try {
    createNetwork(model);
    return true;
  } catch (error) {
    if (error instanceof UserError) return false;
    throw error;
  }
}

/** A readout stands for its four layers. */
function row(autoencoder: AutoencoderName | null, readout: ReadoutName | null): TableCell[] {
  const name = formatModelName({ autoencoder, readout, layer: readout && 1 }).replace(/1$/, 'i');
  return [
    text(name),
    text(autoencoder === null || readout === null ? 'baseline' : 'DAE-NR'),
    text(autoencoder === null ? '—' : autoencoders[autoencoder].code),
    text(autoencoder === null ? '—' : autoencoders[autoencoder].loss),
    text(readout === null ? '—' : readouts[readout].name),
    text(readout === null ? '—' : readouts[readout].learns),
    text(isBuilt({ autoencoder, readout, layer: readout && 1 }) ? 'yes' : 'not yet'),
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
      { group: 'reconstructs', heading: 'loss' },
      { group: 'predicts responses', heading: 'readout' },
      { group: 'predicts responses', heading: 'what it learns' },
      { heading: 'In this version' },
    ],
    rows: [...autoencoderNames.map((name) => row(name, null)), ...withReadouts(null), ...autoencoderNames.flatMap(withReadouts)],
    notes: ['i = 1 to 4: the layer of the encoder that is read out. All share the encoder; baselines lack one of the two heads.'],
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
