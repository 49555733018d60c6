import { createHash } from 'node:crypto';
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

/** The bytes of single-precision numbers; every machine that tfjs runs on is little-endian. */
export function float32Bytes({ buffer, byteOffset, byteLength }: Float32Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}

/**
 * The inverse of `float32Bytes`; an incomplete last number is dropped and fails the shape check of
 * the caller.
 */
function float32Values(bytes: Buffer): Float32Array {
  return new Float32Array(Uint8Array.from(bytes).buffer, 0, Math.floor(bytes.length / 4));
}

/** Trained parameters by name, moving statistics included. */
export type Weights = Readonly<Record<string, NdArray>>;

const headerSchema = z
  .object({ __metadata__: z.object({ sha256: z.string() }).optional() })
  .catchall(
    z.strictObject({
      dtype: z.literal('F32'),
      shape: z.array(z.int().nonnegative()),
      data_offsets: z.tuple([z.int().nonnegative(), z.int().nonnegative()]),
    }),
  );

const lengthBytes = 8;

/**
 * Weights as a safetensors file, which other tools read too: an 8-byte header length, a JSON header
 * {name: {dtype, shape, data_offsets}} with a checksum of what follows, then the little-endian
 * numbers.
 */
export function encodeWeights(weights: Weights): Buffer {
  const names = Object.keys(weights).sort();
  const data = Buffer.concat(names.map((name) => float32Bytes(weights[name].values)));
  let offset = 0;
  const entries = names.map((name) => {
    const begin = offset;
    offset += weights[name].values.length * 4;
    return [
      name,
      { dtype: 'F32', shape: weights[name].shape, data_offsets: [begin, offset] },
    ] as const;
  });
  const json = JSON.stringify({
    __metadata__: { sha256: sha256(data) },
    ...Object.fromEntries(entries),
  });
  const header = Buffer.from(json.padEnd(Math.ceil(json.length / 8) * 8, ' '));
  const length = Buffer.alloc(lengthBytes);
  length.writeBigUInt64LE(BigInt(header.length));
  return Buffer.concat([length, header, data]);
}

const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

/**
 * The inverse of `encodeWeights`.
 * @throws when the bytes are not a complete file of this form, in which the numbers of one array
 * follow those of another
 */
export function decodeWeights(bytes: Buffer): Weights {
  const headerEnd =
    bytes.length < lengthBytes ? Infinity : lengthBytes + Number(bytes.readBigUInt64LE());
  if (headerEnd > bytes.length) throw new UserError('it is cut off or no safetensors file');
  const { __metadata__: metadata, ...header } = headerSchema.parse(
    JSON.parse(bytes.toString('utf8', lengthBytes, headerEnd)),
  );
  const data = bytes.subarray(headerEnd);
  if (metadata !== undefined && metadata.sha256 !== sha256(data))
    throw new UserError('its numbers were changed');
  let offset = 0;
  const weights = Object.entries(header).map(
    ([
      name,
      {
        shape,
        data_offsets: [begin, end],
      },
    ]) => {
      // Overlapping arrays would take more memory than the file has bytes.
      if (begin !== offset || end - begin !== sizeOf(shape) * 4)
        throw new UserError(`"${name}" is not where it has to be`);
      offset = end;
      return [name, ndArray(shape, float32Values(data.subarray(begin, end)))] as const;
    },
  );
  if (offset !== data.length)
    throw new UserError(`it has ${data.length} bytes of numbers instead of ${offset}`);
  return Object.fromEntries(weights);
}
