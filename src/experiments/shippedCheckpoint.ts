import { formatModelName } from '../models/modelName';
import type { RunSpecification } from '../runs/specification';

/**
 * Whose weights come with the package, for every region: the autoencoder that notebook 00 runs over the recorded images,
 * and the small CNN whose masks notebook 03 looks at.
 */
export function isShippedCheckpoint({ seed, ...specification }: RunSpecification): boolean {
  return seed === 1 && ['CAE', 'CNN-FR2'].includes(formatModelName(specification));
}
