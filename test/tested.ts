import type { RegionData } from '../src/data/region';
import type { TrainedModel } from '../src/training/training';

/**
 * A trained model as plain data: with what it gives on the test images in place of its functions.
 */
export function tested(
  { predict, reconstruct, network: _, ...model }: TrainedModel,
  { testImages }: RegionData,
) {
  return {
    ...model,
    predictions: predict?.(testImages) ?? null,
    reconstructions: reconstruct?.(testImages) ?? null,
  };
}

export type Tested = ReturnType<typeof tested>;
