import { mean, sampleStandardDeviation } from 'simple-statistics';
import { ndArray } from '../data/ndArray';
import { emptyCell, type TableCell, type TableColumn } from '../figures/resultTable';
import { architecture } from '../models/architecture';
import type { AutoencoderName } from '../models/modelName';
import { createNetwork } from '../models/network';
import type { FinishedRecord } from '../runs/record';

/** What Table 5 says about the code of an autoencoder. */
export const codeColumns: readonly TableColumn[] = [
  { group: 'code', heading: 'bits per image' },
  { group: 'code', heading: 'in use', digits: 0 },
  { group: 'code', heading: 'of' },
];

/** Bits of one stored code, from the model itself. */
export function bitsPerImage(autoencoder: AutoencoderName): number {
  const nothing = ndArray([0, 0], new Float32Array(0));
  return createNetwork({ autoencoder, readout: null, layer: null }).autoencoder!.summarise(nothing).bitsPerImage;
}

/** What can be in use of a code: the dimensions of a VAE, the entries of a VQ-VAE; the CAE's dimensions are not counted. */
const available: Readonly<Record<AutoencoderName, string>> = {
  CAE: '',
  VAE: `${architecture.latentDimensions} dimensions`,
  'VQ-VAE': `${parseInt(architecture.quantization.codebook, 10)} codes`,
};

/** The code of an autoencoder and how much of it the validation images use, over seeds. */
export function codeCells(autoencoder: AutoencoderName, finished: readonly FinishedRecord[]): TableCell[] {
  const counts = finished.flatMap(({ latent }) => latent?.activeUnits ?? latent?.usedCodes ?? []);
  return [
    { kind: 'text', text: bitsPerImage(autoencoder).toLocaleString('en-US') },
    counts.length === 0
      ? emptyCell
      : {
          kind: 'measured',
          mean: mean(counts),
          spread: counts.length > 1 ? sampleStandardDeviation(counts) : null,
          seeds: counts.length,
          failed: 0,
        },
    { kind: 'text', text: counts.length === 0 ? '' : available[autoencoder] },
  ];
}
