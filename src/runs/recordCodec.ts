import { type NdArray, ndArray } from '../data/ndArray';
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
export function float32Values(bytes: Buffer): Float32Array {
  return Float32Array.from({ length: Math.floor(bytes.length / 4) }, (_, index) => bytes.readFloatLE(index * 4));
}
