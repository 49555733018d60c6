import { ndArray, sizeOf, type NdArray } from '../data/ndArray';
import type { Random } from '../data/random';
import type { NetworkSettings } from './networkSettings';

/** Initial values of a part of a network, and which of them are trained. */
export interface ParameterTable {
  readonly initial: Record<string, NdArray>;
  readonly trainable: string[];
}

/** Glorot & Bengio 2010: uniform in +-sqrt(6 / (fan in + fan out)). */
export function glorotUniform(shape: readonly number[], fanIn: number, fanOut: number, random: Random): NdArray {
  const limit = Math.sqrt(6 / (fanIn + fanOut));
  return ndArray(shape, Float32Array.from({ length: sizeOf(shape) }, () => (2 * random.uniform() - 1) * limit));
}

export function filled(shape: readonly number[], value: number): NdArray {
  return ndArray(shape, new Float32Array(sizeOf(shape)).fill(value));
}

/** Declares a convolution's kernel [k, k, in, out]; for a transposed one the last two axes swap, as tfjs wants them. */
export function declareKernel(
  table: ParameterTable,
  name: string,
  { kernel, channels, transposed }: { readonly kernel: number; readonly channels: number; readonly transposed: boolean },
  inputChannels: number,
  random: Random,
): void {
  const area = kernel * kernel;
  const shape = [kernel, kernel, ...(transposed ? [channels, inputChannels] : [inputChannels, channels])];
  table.initial[name] = glorotUniform(shape, area * inputChannels, area * channels, random);
  table.trainable.push(name);
}

/** Declares scale, offset and moving statistics of a batch normalisation, or, without one, the bias that takes its place. */
export function declareNormalization(table: ParameterTable, name: string, channels: number, normalization: NetworkSettings['normalization'] = 'batch'): void {
  if (normalization === 'none') {
    table.initial[`${name}/bias`] = filled([channels], 0);
    table.trainable.push(`${name}/bias`);
    return;
  }
  table.initial[`${name}/scale`] = filled([channels], 1);
  table.initial[`${name}/offset`] = filled([channels], 0);
  table.initial[`${name}/mean`] = filled([channels], 0);
  table.initial[`${name}/variance`] = filled([channels], 1);
  table.trainable.push(`${name}/scale`, `${name}/offset`);
}

/** Declares a dense layer's weights [inputs, outputs] and bias [outputs]. */
export function declareDense(table: ParameterTable, name: string, inputs: number, outputs: number, random: Random): void {
  table.initial[`${name}/weights`] = glorotUniform([inputs, outputs], inputs, outputs, random);
  table.initial[`${name}/bias`] = filled([outputs], 0);
  table.trainable.push(`${name}/weights`, `${name}/bias`);
}
