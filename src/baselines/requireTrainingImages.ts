import type { RegionData } from '../data/region';
import { UserError } from '../errors';

/** @throws UserError when a region was opened without training images, so that nothing can be fitted. */
export function requireTrainingImages({ dataset, region, trainingImages }: RegionData): void {
  if (trainingImages.shape[0] < 2) {
    throw new UserError(`Region ${region} of ${dataset.name} has ${trainingImages.shape[0]} training images, so that no baseline can be fitted: add its training_inputs.npy.`);
  }
}
