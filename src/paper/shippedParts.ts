import { isDeepStrictEqual } from 'node:util';
import { formatModelName } from '../models/modelName';
import type { RecordParts } from '../runs/publishRecord';
import type { RunSpecification } from '../runs/specification';
import { hyperparametersFor } from './hyperparameters';

/** The region on whose recorded images notebook 00 runs the autoencoder, and whose codes notebook 08 shows. */
const shownRegion = 3;

/**
 * What of a run comes with the package besides its scores and its history; everything would be over 100 MB.
 * Checkpoints: the autoencoder that notebook 00 runs over the recorded images, the small CNN whose masks notebook 03 looks at, VAE and VQ-VAE, whose codes notebook 08 looks at.
 * Pictures: Fig. 2, 6 and 7, and the regularised pair.
 */
export function shippedParts(specification: RunSpecification): RecordParts {
  const { autoencoder, readout, task, neurons, region, preset, seed, hyperparameters, trainingShare, responses, frozenEncoder } = specification;
  const isWhole = seed === 1 && neurons === 'all' && trainingShare === undefined && responses === undefined && frozenEncoder === undefined;
  // A dose is a row in a table, nothing more.
  const isUsual = isWhole && isDeepStrictEqual(hyperparameters, hyperparametersFor(specification, task, preset === 'search' ? 'paper' : preset));
  const isSmallCnn = isUsual && formatModelName(specification) === 'CNN-FR2';
  const isPlain = autoencoder === 'CAE' && (readout === null || readout === 'FR');
  const isRegularised = isWhole && hyperparameters.augmentation !== 'none';
  return {
    checkpoint: isSmallCnn || (isUsual && readout === null && region === shownRegion),
    pictures: task === 'IR' && isPlain && (isUsual || isRegularised),
    masks: isSmallCnn,
    predictions: true,
  };
}
