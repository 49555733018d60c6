import { isDeepStrictEqual } from 'node:util';
import { formatModelName } from '../models/modelName';
import type { RecordParts } from '../runs/publishRecords';
import type { RunSpecification } from '../runs/specification';
import { hyperparametersFor } from './hyperparameters';

/** The region on whose recorded images notebook 00 runs the autoencoder. */
const transferredRegion = 3;

/**
 * What of a run comes with the package besides its scores and its history; everything would be over 100 MB.
 * Checkpoints: the autoencoder that notebook 00 runs over the recorded images, and the small CNN whose masks notebook 03 looks at.
 * Pictures: Fig. 2, 6 and 7. Masks: notebook 03. Predictions: Tables 3, 4 and 6 and, in the IR task, Fig. 3.
 */
export function shippedParts(specification: RunSpecification, isFirstSeed: boolean): RecordParts {
  const { autoencoder, readout, task, neurons, region, preset, seed, hyperparameters } = specification;
  // A control or a part of the neurons is a row in a table, nothing more.
  const isUsual = neurons === 'all' && isDeepStrictEqual(hyperparameters, hyperparametersFor(specification, task, preset));
  const isSmallCnn = formatModelName(specification) === 'CNN-FR2' && neurons === 'all';
  const isOfThePaper = autoencoder === 'CAE' && (readout === null || readout === 'FR');
  return {
    checkpoint: seed === 1 && isUsual && (isSmallCnn || (autoencoder === 'CAE' && readout === null && region === transferredRegion)),
    pictures: isFirstSeed && isUsual && isOfThePaper && task === 'IR',
    masks: isFirstSeed && isSmallCnn,
    predictions: task === 'NRS' || isOfThePaper,
  };
}
