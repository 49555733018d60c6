import { ndArray, type NdArray } from '../data/ndArray';
import { architecture, layerShape } from './architecture';
import { factorizedReadout } from './factorizedReadout';
import { declareTrained } from './layers';
import { declareResponseBias, smallNormal, type Readout } from './readout';

// Assumption: one position carries the whole drive, which so begins about as small as that of the factorized readout.
const initialDeviation = 0.02;

/**
 * The cell of a grid that looks at a place of the image. Unit u of a layer of side `size` is centred on the pixels
 * [u, u + 1) x 32 / size, because every strided convolution of the encoder is padded alike on both sides.
 * @param position row or column in pixels of the 32 x 32 image, pixel centres at whole numbers
 */
function cellOf(position: number, size: number): number {
  const cell = Math.floor(((position + 0.5) * size) / architecture.imageSize);
  return Math.min(size - 1, Math.max(0, cell));
}

/**
 * One-hot masks at the neurons' receptive fields.
 * @param centres [row, column] in pixels of the 32 x 32 image, one a neuron
 * @param size side of the layer's grid
 * @returns [positions, M]
 */
export function oneHotMasks(centres: readonly (readonly [row: number, column: number])[], size: number): NdArray {
  const masks = ndArray([size * size, centres.length], new Float32Array(size * size * centres.length));
  centres.forEach(([row, column], neuron) => {
    masks.values[(cellOf(row, size) * size + cellOf(column, size)) * centres.length + neuron] = 1;
  });
  return masks;
}

/**
 * FM: the factorized readout with the mask fixed, one-hot at the neuron's receptive field (Klindt et al. 2017); feature weights and bias are learnt.
 * A mask with L1 norm 1 leaves of the factorized readout's penalty the L1 norm of the feature weights.
 */
export const fixedMaskReadout: Readout = {
  ...factorizedReadout,
  declare: (table, layer, { meanResponses, receptiveFieldCentres }, random) => {
    const { size, channels } = layerShape(layer);
    table.initial['readout/mask'] = oneHotMasks(receptiveFieldCentres(), size);
    declareTrained(table, 'readout/features', smallNormal([channels, meanResponses.length], initialDeviation, random));
    declareResponseBias(table, meanResponses);
  },
};
