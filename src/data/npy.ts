import { readFile, stat } from 'node:fs/promises';
import { UserError } from '../errors';
import { writeWhole } from '../writeWhole';
import { sizeOf, type NdArray } from './ndArray';
import { parseNpyHeader, type NpyType } from './npyHeader';

// Own reader: npyjs 1.2.0 and numpy-parser 1.2.3, the npm readers in use, neither compare the shape with the file's size
// nor refuse Fortran order or trailing bytes (npyjs), or rewrite the header into JSON by text replacement (numpy-parser).

/** The content of a .npy file in double precision, so that pixels of 1e-6 steps and integers stay exact. */
export interface NpyArray {
  readonly type: NpyType;
  readonly shape: readonly number[];
  readonly values: Float64Array;
}

const VIEWS = {
  u1: Uint8Array,
  i1: Int8Array,
  u2: Uint16Array,
  i2: Int16Array,
  u4: Uint32Array,
  i4: Int32Array,
  u8: BigUint64Array,
  i8: BigInt64Array,
  f4: Float32Array,
  f8: Float64Array,
} as const;

function toFloat64(type: NpyType, data: ArrayBuffer, file: string): Float64Array {
  const view = new VIEWS[type](data);
  if (view instanceof Float64Array) {
    return view;
  }
  if (view instanceof BigInt64Array || view instanceof BigUint64Array) {
    return Float64Array.from(view as Iterable<bigint> & ArrayLike<bigint>, (value: bigint) => {
      const number = Number(value);
      if (!Number.isSafeInteger(number)) {
        throw new UserError(`${file} holds the integer ${value}, which is too large to be a pixel or a response: check how it was saved.`);
      }
      return number;
    });
  }
  return new Float64Array(view);
}

/**
 * The array in the bytes of a .npy file.
 * Nothing is allocated by what the header claims: the shape has to fit the bytes that are there.
 * @param file how messages name the file.
 * @throws UserError when the header is not a plain one, or bytes are missing or left over.
 */
export function parseNpy(bytes: Uint8Array, file: string): NpyArray {
  const { type, shape, dataOffset } = parseNpyHeader(bytes, file);
  const claimed = sizeOf(shape) * VIEWS[type].BYTES_PER_ELEMENT;
  const present = bytes.byteLength - dataOffset;
  if (claimed !== present) {
    const wrong = present < claimed ? 'is truncated' : 'has trailing bytes';
    throw new UserError(`${file} ${wrong}: its shape (${shape.join(', ')}) needs ${claimed} bytes of data but ${present} follow the header; copy or save it again.`);
  }
  const data = new Uint8Array(present);
  data.set(bytes.subarray(dataOffset));
  return { type, shape, values: toFloat64(type, data.buffer, file) };
}

/** The bytes of a regular file. @throws UserError when there is none, or it cannot be read. */
async function readBytes(file: string): Promise<Uint8Array> {
  const status = await stat(file).catch(() => undefined);
  if (status?.isFile() === false) {
    throw new UserError(`${file} is not a file.`);
  }
  return readFile(file).catch(({ code, message }: NodeJS.ErrnoException) => {
    throw new UserError(code === 'ENOENT' ? `${file} is missing.` : `${file} cannot be read: ${message}.`);
  });
}

/**
 * Reads a .npy file in double precision.
 * @throws UserError naming the file when it is missing, unreadable, or no plain number array in C order.
 */
export async function readNpyFloat64(file: string): Promise<NpyArray> {
  return parseNpy(await readBytes(file), file);
}

/**
 * Reads a .npy file in single precision.
 * @throws UserError as {@link readNpyFloat64}.
 */
export async function readNpy(file: string): Promise<NdArray> {
  const { shape, values } = await readNpyFloat64(file);
  return { shape, values: new Float32Array(values) };
}

/**
 * The bytes of a .npy file (format version 1.0) in C order.
 * @param type u1 stores pixels, f4 and f8 everything else.
 */
export function encodeNpy(shape: readonly number[], values: ArrayLike<number>, type: 'u1' | 'f4' | 'f8'): Buffer {
  if (values.length !== sizeOf(shape)) {
    throw new RangeError(`A shape of (${shape.join(', ')}) needs ${sizeOf(shape)} values but got ${values.length}.`);
  }
  const tuple = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`;
  const dictionary = `{'descr': '${type === 'u1' ? '|' : '<'}${type}', 'fortran_order': False, 'shape': ${tuple}, }`;
  // NumPy aligns the data to 64 bytes and ends the header with a line feed.
  const length = Math.ceil((10 + dictionary.length + 1) / 64) * 64 - 10;
  const header = Buffer.alloc(10 + length, ' ');
  header.write('\x93NUMPY\x01\x00', 0, 'latin1');
  header.writeUInt16LE(length, 8);
  header.write(dictionary, 10, 'latin1');
  header.write('\n', 10 + length - 1, 'latin1');
  const data = VIEWS[type].from(values);
  return Buffer.concat([header, new Uint8Array(data.buffer, data.byteOffset, data.byteLength)]);
}

/** Writes a .npy file whole or not at all. */
export async function writeNpy(file: string, array: { readonly shape: readonly number[]; readonly values: ArrayLike<number> }, type: 'u1' | 'f4' | 'f8' = 'f4'): Promise<void> {
  await writeWhole(file, encodeNpy(array.shape, array.values, type));
}
