import { tf } from '../backend/tensorflow';
import { ndArray, sizeOf, type NdArray } from '../data/ndArray';
import type { RegionData } from '../data/region';
import type { Random } from '../data/random';
import { factors, predictFromFactors } from '../models/factorizedReadout';
import type { ForwardPass } from '../models/forwardPass';
import {
  declarePixelScores,
  filled,
  joined,
  pixelScores,
  type DeclaredParameters,
} from '../models/layers';
import { responseBias, type Readout } from '../models/readout';
import {
  klindtProtocol,
  trainRival,
  type TrainedRival,
  type TrainedRivalOptions,
} from './trainedRival';

/**
 * What Klindt et al. (2017) chose for region 1, as in the code that they published (github
 * david-klindt/NIPS2017, v1data).
 */
export const klindtPreset = {
  kernels: [13, 3, 3],
  channels: 48,
  smoothness: 0.03, // of layer 1
  groupSparsity: 0.05, // of layers 2 and 3
  readoutSparsity: 0.02,
  initialDeviation: 0.01,
  ...klindtProtocol,
} as const;

/** Parts of the preset that may differ, to make it smaller or to search its regularisers. */
export type KlindtSettings = Partial<
  Record<'channels' | 'smoothness' | 'groupSparsity' | 'readoutSparsity', number>
>;

export type KlindtOptions = TrainedRivalOptions & KlindtSettings;

/** Normal, drawn again beyond two standard deviations. */
function truncatedNormal(shape: readonly number[], { normal }: Random): NdArray {
  const draw = (): number => {
    const value = normal();
    return Math.abs(value) > 2 ? draw() : value * klindtPreset.initialDeviation;
  };
  return ndArray(shape, Float32Array.from({ length: sizeOf(shape) }, draw));
}

/** Kernel and batch norm, whose scale is fixed at 1: the next layer can make up for it. */
function declareBlock(name: string, shape: readonly number[], random: Random): DeclaredParameters {
  const channels = [shape[3]];
  return {
    trained: {
      [`${name}/kernel`]: truncatedNormal(shape, random),
      [`${name}/offset`]: filled(channels, 0),
    },
    fixed: {
      [`${name}/scale`]: filled(channels, 1),
      [`${name}/mean`]: filled(channels, 0),
      [`${name}/variance`]: filled(channels, 1),
    },
  };
}

const names = klindtPreset.kernels.map((_, index) => `klindt${index + 1}`);
const kernelOf = (pass: ForwardPass, name: string): tf.Tensor4D =>
  pass.parameter(`${name}/kernel`) as tf.Tensor4D;

/**
 * The three convolutions: of the z-scored image with 13 x 13, valid, then twice 3 x 3, same; batch
 * norm after each, softplus after the first two.
 * @param images [batch, 32, 32, 1]
 * @returns [batch, 20, 20, channels] each
 */
export function klindtLayers(pass: ForwardPass, images: tf.Tensor4D): tf.Tensor4D[] {
  const layers: tf.Tensor4D[] = [];
  names.forEach((name, index) => {
    const input = layers[index - 1] ?? pixelScores(pass, images);
    const normal = pass.normalization(
      name,
      tf.conv2d(input, kernelOf(pass, name), 1, index === 0 ? 'valid' : 'same'),
    );
    layers.push(index < names.length - 1 ? tf.softplus(normal) : normal);
  });
  return layers;
}

// The eight neighbours, the nearer ones twice, as in the published code.
const laplacian = [0.25, 0.5, 0.25, 0.5, -3, 0.5, 0.25, 0.5, 0.25];

/**
 * Roughness of filters: the squared norm of the Laplacian (zeros beyond the border) over that of
 * the filter, which makes it scale-free.
 * @param filters [height, width, 1, channels]
 * @returns summed over channels, a scalar
 */
function roughness(filters: tf.Tensor4D): tf.Scalar {
  const asImages = tf.transpose(filters, [3, 0, 1, 2]) as tf.Tensor4D;
  const curved = tf.conv2d(asImages, tf.tensor4d(laplacian, [3, 3, 1, 1]), 1, 'same');
  const norms = (images: tf.Tensor): tf.Tensor => tf.sum(tf.square(images), [1, 2, 3]);
  return tf.sum(tf.div(norms(curved), norms(asImages))) as tf.Scalar;
}

/**
 * Euclidean norms of a kernel's slices, one for each pair of an input and an output channel,
 * summed.
 */
function groupNorms(kernel: tf.Tensor4D): tf.Tensor {
  // The constant keeps the gradient finite where a slice has vanished.
  return tf.sum(tf.sqrt(tf.add(tf.sum(tf.square(kernel), [0, 1]), 1e-12)));
}

/**
 * The factorized CNN of Klindt et al. (2017) as a preset: every neuron reads the last layer through
 * the absolute values of a mask and of feature weights. Its `penalty` is theirs, with their
 * weights: roughness of layer 1, group sparsity of layers 2 and 3, L1 norm of mask times L1 norm of
 * features.
 * @param trainingImages [N, 32, 32, 1], whose pixels' mean and deviation give the z-score
 */
export function klindtReadout(trainingImages: NdArray, settings: KlindtSettings = {}): Readout {
  const { channels, smoothness, groupSparsity, readoutSparsity } = { ...klindtPreset, ...settings };
  const size = trainingImages.shape[1] - klindtPreset.kernels[0] + 1;
  return {
    declare: ({ meanResponses, random }) =>
      joined(
        declarePixelScores(trainingImages),
        ...klindtPreset.kernels.map((side, index) =>
          declareBlock(names[index], [side, side, index === 0 ? 1 : channels, channels], random),
        ),
        {
          trained: {
            'readout/mask': truncatedNormal([size * size, meanResponses.length], random),
            'readout/features': truncatedNormal([channels, meanResponses.length], random),
            'readout/bias': responseBias(meanResponses),
          },
        },
      ),
    predict: (pass, images) => {
      const [mask, features] = ['mask', 'features'].map((name) =>
        tf.abs(pass.parameter(`readout/${name}`)),
      );
      return predictFromFactors(pass, klindtLayers(pass, images).at(-1)!, mask, features);
    },
    penalty: (pass) => {
      const norms = (name: string): tf.Tensor => tf.sum(tf.abs(pass.parameter(name)), 0); // [M]
      return tf.addN([
        tf.mul(smoothness, roughness(kernelOf(pass, names[0]))),
        ...names.slice(1).map((name) => tf.mul(groupSparsity, groupNorms(kernelOf(pass, name)))),
        tf.mul(readoutSparsity, tf.sum(tf.mul(norms('readout/mask'), norms('readout/features')))),
      ]) as tf.Scalar;
    },
    factors,
  };
}

/**
 * The factorized CNN of Klindt et al. (2017), trained by their protocol with their regularisers.
 * @param options.penalties common factors on the three regularisers; default 1
 * @param options.channels and the regularisers themselves, where they are not those of the preset
 * @throws UserError when the region was opened without training images
 * @example
 * const model = await fitKlindt(region, { seed: 1, channels: 16, maxSteps: 300 });
 * model.mask!.shape; // => [400, M]
 */
export function fitKlindt(
  region: RegionData,
  { channels, smoothness, groupSparsity, readoutSparsity, ...options }: KlindtOptions = {},
): Promise<TrainedRival> {
  const given = Object.entries({ channels, smoothness, groupSparsity, readoutSparsity });
  const settings = Object.fromEntries(given.filter(([, value]) => value !== undefined));
  return trainRival(region, (images) => klindtReadout(images, settings), options);
}
