import { takeRows } from '../data/ndArray';
import type { GroundTruth, RegionData } from '../data/region';
import { toImagePixels } from '../data/sourcePixels';
import { splitTraining } from '../data/split';
import { locateReceptiveFields } from '../training/receptiveFieldLocation';

/** [row, column] in pixels of the 32 x 32 image. */
export type Place = readonly [row: number, column: number];

/** Where a neuron of the simulation looks, and where its spike-triggered average says that it looks. */
export interface LocatedField {
  readonly cellType: GroundTruth['cellTypes'][number];
  readonly located: Place;
  readonly truth: Place;
}

/**
 * Locates the receptive fields of a simulated region as a training of a fixed-mask readout with this seed does: on its training images, without those for validation.
 * @returns null for recordings, which have no true receptive fields
 */
export function locatedFields({ trainingImages, trainingResponses, truth }: RegionData, seed: number): readonly LocatedField[] | null {
  if (truth === undefined) return null;
  const { training } = splitTraining(trainingImages.shape[0], seed);
  const sourceSide = truth.receptiveFields.shape[1];
  const places = locateReceptiveFields(takeRows(trainingImages, training), takeRows(trainingResponses, training));
  return places.map((located, neuron) => {
    const [row, column] = truth.receptiveFieldCentres.values.subarray(2 * neuron, 2 * neuron + 2);
    return { cellType: truth.cellTypes[neuron], located, truth: [toImagePixels(row, sourceSide), toImagePixels(column, sourceSide)] };
  });
}
