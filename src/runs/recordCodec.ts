import { z } from 'zod';
import { type NdArray, ndArray, sizeOf } from '../data/ndArray';
import { UserError } from '../errors';
import type { EncodedArray } from './record';

/** An array as little-endian base64, exact to the bit. */
export function encodeArray(array: NdArray): EncodedArray {
  return { shape: [...array.shape], float32: float32Bytes(array.values).toString('base64') };
}

/**
 * The inverse of `encodeArray`.
 * @throws UserError when the bytes do not fit the shape.
 */
export function decodeArray(encoded: EncodedArray): NdArray {
  return ndArray(encoded.shape, float32Values(Buffer.from(encoded.float32, 'base64')));
}

/** Little-endian bytes of single-precision numbers, whatever the byte order of this machine. */
export function float32Bytes(values: Float32Array): Buffer {
  const bytes = Buffer.alloc(values.length * 4);
  values.forEach((value, index) => bytes.writeFloatLE(value, index * 4));
  return bytes;
}

/** The inverse of `float32Bytes`; an incomplete last number is dropped and fails the shape check of the caller. */
function float32Values(bytes: Buffer): Float32Array {
  return Float32Array.from({ length: Math.floor(bytes.length / 4) }, (_, index) => bytes.readFloatLE(index * 4));
}

/** Trained parameters by name, moving statistics included. */
export type Weights = Readonly<Record<string, NdArray>>;

const headerSchema = z.record(
  z.string(),
  z.strictObject({
    dtype: z.literal('F32'),
    shape: z.array(z.int().nonnegative()),
    data_offsets: z.tuple([z.int().nonnegative(), z.int().nonnegative()]),
  }),
);

const lengthBytes = 8;

/**
 * Weights as a safetensors file, which other tools read too: an 8-byte header length, a JSON header
 * {name: {dtype, shape, data_offsets}}, then the little-endian numbers.
 */
export function encodeWeights(weights: Weights): Buffer {
  const names = Object.keys(weights).sort();
  let offset = 0;
  const entries = names.map((name) => {
    const begin = offset;
    offset += weights[name].values.length * 4;
    return [name, { dtype: 'F32', shape: weights[name].shape, data_offsets: [begin, offset] }] as const;
  });
  const json = JSON.stringify(Object.fromEntries(entries));
  const header = Buffer.from(json.padEnd(Math.ceil(json.length / 8) * 8, ' '));
  const length = Buffer.alloc(lengthBytes);
  length.writeBigUInt64LE(BigInt(header.length));
  return Buffer.concat([length, header, ...names.map((name) => float32Bytes(weights[name].values))]);
}

/**
 * The inverse of `encodeWeights`.
 * @throws UserError when the bytes are not a complete file of this form.
 */
export function decodeWeights(bytes: Buffer): Weights {
  const headerEnd = bytes.length < lengthBytes ? Infinity : lengthBytes + Number(bytes.readBigUInt64LE());
  if (headerEnd > bytes.length) {
    throw new UserError('The weights file is cut off or is not a safetensors file; train the run again.');
  }
  const header = headerSchema.parse(JSON.parse(bytes.toString('utf8', lengthBytes, headerEnd)));
  return Object.fromEntries(Object.entries(header).map(([name, { shape, data_offsets: [begin, end] }]) => {
    if (end - begin !== sizeOf(shape) * 4 || headerEnd + end > bytes.length) {
      throw new UserError(`The weights file is cut off in "${name}"; train the run again.`);
    }
    return [name, ndArray(shape, float32Values(bytes.subarray(headerEnd + begin, headerEnd + end)))];
  }));
}
