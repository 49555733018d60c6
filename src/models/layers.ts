import { tf } from '../backend/tensorflow';
import { ndArray, sizeOf, type NdArray } from '../data/ndArray';
import type { Random } from '../data/random';
import type { NetworkSettings } from './architecture';
import type { ForwardPass } from './forwardPass';

/** The parameters of a part of a network by name, each with its initial value. */
export interface DeclaredParameters {
  /** Those that training changes. */
  readonly trained: Readonly<Record<string, NdArray>>;
  /** Those that it leaves alone: moving statistics, a mask that is given. */
  readonly fixed?: Readonly<Record<string, NdArray>>;
}

/** The parameters of several parts as those of one. */
export function joined(...parts: readonly DeclaredParameters[]): Required<DeclaredParameters> {
  const all = (kind: keyof DeclaredParameters): Record<string, NdArray> =>
    Object.assign({}, ...parts.map((part) => part[kind]));
  return { trained: all('trained'), fixed: all('fixed') };
}

/** Glorot & Bengio 2010: uniform in +-sqrt(6 / (fan in + fan out)). */
function glorotUniform(
  shape: readonly number[],
  fanIn: number,
  fanOut: number,
  random: Random,
): NdArray {
  const limit = Math.sqrt(6 / (fanIn + fanOut));
  return ndArray(
    shape,
    Float32Array.from({ length: sizeOf(shape) }, () => (2 * random.uniform() - 1) * limit),
  );
}

/**
 * Normal with mean 0. Readouts begin with small weights, so that training starts at the neurons'
 * mean responses.
 * @example
 * smallNormal([64, 100], 0.02, createRandom(1, 'readout')).shape; // => [64, 100]
 */
export function smallNormal(shape: readonly number[], deviation: number, random: Random): NdArray {
  return ndArray(
    shape,
    Float32Array.from({ length: sizeOf(shape) }, () => random.normal() * deviation),
  );
}

export function filled(shape: readonly number[], value: number): NdArray {
  return ndArray(shape, new Float32Array(sizeOf(shape)).fill(value));
}

/**
 * A convolution's kernel [k, k, in, out]; for a transposed one the last two axes swap, as tfjs
 * wants them.
 */
export function declareKernel(
  name: string,
  {
    kernel,
    channels,
    transposed = false,
  }: { readonly kernel: number; readonly channels: number; readonly transposed?: boolean },
  inputChannels: number,
  random: Random,
): DeclaredParameters {
  const area = kernel * kernel;
  const shape = [
    kernel,
    kernel,
    ...(transposed ? [channels, inputChannels] : [inputChannels, channels]),
  ];
  const initial = glorotUniform(shape, area * inputChannels, area * channels, random);
  return { trained: { [`${name}/kernel`]: initial } };
}

/**
 * Scale, offset and moving statistics of a batch normalisation, or, without one, the bias that
 * takes its place.
 */
export function declareNormalization(
  name: string,
  channels: number,
  { normalization }: NetworkSettings,
): DeclaredParameters {
  const constant = (value: number): NdArray => filled([channels], value);
  if (normalization === 'none') return { trained: { [`${name}/bias`]: constant(0) } };
  return {
    trained: { [`${name}/scale`]: constant(1), [`${name}/offset`]: constant(0) },
    fixed: { [`${name}/mean`]: constant(0), [`${name}/variance`]: constant(1) },
  };
}

/**
 * Convolution, batch normalisation, ELU (paper, Sec. 3). A bias only where there is no
 * normalisation, which would subtract it again.
 */
export function convolutionBlock(
  pass: ForwardPass,
  name: string,
  input: tf.Tensor4D,
  stride: number,
): tf.Tensor4D {
  const kernel = pass.parameter(`${name}/kernel`) as tf.Tensor4D;
  return tf.elu(pass.normalization(name, tf.conv2d(input, kernel, stride, 'same')));
}

/** A dense layer's weights [inputs, outputs] and bias [outputs]. */
export function declareDense(
  name: string,
  inputs: number,
  outputs: number,
  random: Random,
): DeclaredParameters {
  return {
    trained: {
      [`${name}/weights`]: glorotUniform([inputs, outputs], inputs, outputs, random),
      [`${name}/bias`]: filled([outputs], 0),
    },
  };
}

/** input [rows, inputs] x weights [inputs, outputs] + bias. */
export function dense(pass: ForwardPass, name: string, input: tf.Tensor2D): tf.Tensor2D {
  return tf.add(
    tf.matMul(input, pass.parameter(`${name}/weights`)),
    pass.parameter(`${name}/bias`),
  ) as tf.Tensor2D;
}

/**
 * What a pixel-wise z-score needs, [32, 32, 1] each: kept among the weights, never trained.
 * @param images those that a model is fitted to, without any test image; a pixel that is the same
 * in all of them is only centred
 */
export function declarePixelScores(images: NdArray): DeclaredParameters {
  const shape = images.shape.slice(1);
  const [pixels, count] = [sizeOf(shape), images.shape[0]];
  const mean = new Float64Array(pixels);
  const variance = new Float64Array(pixels);
  images.values.forEach((value, position) => (mean[position % pixels] += value / count));
  images.values.forEach(
    (value, position) =>
      (variance[position % pixels] += (value - mean[position % pixels]) ** 2 / count),
  );
  const deviation = Float32Array.from(variance, (value) => Math.sqrt(value) || 1);
  return {
    trained: {},
    fixed: {
      'input/mean': ndArray(shape, Float32Array.from(mean)),
      'input/deviation': ndArray(shape, deviation),
    },
  };
}

/** @param images [batch, 32, 32, 1] */
export function pixelScores(pass: ForwardPass, images: tf.Tensor4D): tf.Tensor4D {
  return tf.div(
    tf.sub(images, pass.parameter('input/mean')),
    pass.parameter('input/deviation'),
  ) as tf.Tensor4D;
}
