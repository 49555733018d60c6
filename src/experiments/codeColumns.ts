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
];

/** What these columns count. */
export const codeNote =
  `Code: the size of one stored image; in use: those of the VAE's ${architecture.latentDimensions} dimensions whose posterior mean has a variance above 0.01 over the validation images (Burda et al. 2016), `
  + `those of the VQ-VAE's ${parseInt(architecture.quantization.codebook, 10)} codes that any position of any validation image takes; the CAE's dimensions are not counted.`;

/** Bits of one stored code, from the model itself. */
export function bitsPerImage(autoencoder: AutoencoderName): number {
  const nothing = ndArray([0, 0], new Float32Array(0));
  return createNetwork({ autoencoder, readout: null, layer: null }).autoencoder!.summarise(nothing).bitsPerImage;
}

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
  ];
}
