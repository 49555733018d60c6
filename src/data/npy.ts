import { readFile } from 'node:fs/promises';
import { UserError } from '../errors';
import { writeWhole } from '../writeWhole';
import { sizeOf, type NdArray } from './ndArray';

// Own reader: npyjs 1.2.0 and numpy-parser 1.2.3, the npm readers in use, neither compare the shape
// with the file's size nor heed Fortran order or trailing bytes (npyjs), or rewrite the header into
// JSON by text replacement (numpy-parser).

/** Element types that are read: NumPy's letter and bytes, little-endian. */
const TYPES = {
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
export type NpyType = keyof typeof TYPES;

/**
 * The content of a .npy file in double precision, so that pixels of 1e-6 steps and integers stay
 * exact.
 */
export interface NpyArray {
  readonly type: NpyType;
  readonly shape: readonly number[];
  readonly values: Float64Array;
}

/**
 * The dictionary that numpy.save writes before the numbers; no other Python is understood. `L` is
 * what Python 2 wrote after long integers.
 */
const HEADER = new RegExp(
  [
    /^\{\s*'descr': (?:'([^'\\]*)'|(\[.*\])), 'fortran_order': (True|False), /,
    /'shape': \((|\d+L?,|\d+L?(?:, \d+L?)+)\),?\s*\}\s*$/,
  ]
    .map(({ source }) => source)
    .join(''),
  's',
);

/** Type and shape of a .npy file (format versions 1 to 3), and where its numbers begin. */
function parseHeader(
  bytes: Buffer,
  file: string,
): { type: NpyType; shape: number[]; isColumnMajor: boolean; dataOffset: number } {
  if (bytes.length < 12 || bytes.toString('latin1', 0, 6) !== '\x93NUMPY')
    throw new UserError(`${file} is not a .npy file: save it with numpy.save.`);
  const version = bytes[6];
  if (version < 1 || version > 3)
    throw new UserError(
      `${file} has the unknown .npy format version ${version}: save it again with numpy.save.`,
    );
  const textOffset = version === 1 ? 10 : 12;
  const dataOffset = textOffset + (version === 1 ? bytes.readUInt16LE(8) : bytes.readUInt32LE(8));
  if (dataOffset > bytes.length)
    throw new UserError(`${file} is truncated inside its header: copy or save it again.`);
  const header = HEADER.exec(bytes.toString('latin1', textOffset, dataOffset));
  if (header === null)
    throw new UserError(`${file} has a malformed .npy header: save it again with numpy.save.`);
  const [, descr = header[2], , order, shape] = header;
  const type = (Object.keys(TYPES) as NpyType[]).find(
    (known) => descr === `<${known}` || (known.endsWith('1') && descr === `|${known}`),
  );
  if (type === undefined) {
    throw new UserError(
      `${file} holds elements of type "${descr}", but only ${Object.keys(TYPES).join(', ')} ` +
        'in little-endian order are read: save it with numpy.save(file, array.astype("<f8")).',
    );
  }
  return {
    type,
    shape: Array.from(shape.matchAll(/\d+/g), ([digits]) => Number(digits)),
    isColumnMajor: order === 'True',
    dataOffset,
  };
}

function toFloat64(type: NpyType, data: ArrayBuffer, file: string): Float64Array {
  const view = new TYPES[type](data);
  if (!(view instanceof BigInt64Array || view instanceof BigUint64Array))
    return new Float64Array(view);
  return Float64Array.from(view as Iterable<bigint> & ArrayLike<bigint>, (value: bigint) => {
    const number = Number(value);
    if (!Number.isSafeInteger(number))
      throw new UserError(
        `${file} holds the integer ${value}, which is too large to be a pixel or a response: ` +
          'check how it was saved.',
      );
    return number;
  });
}

/**
 * Numbers stored in Fortran (column-major) order, as NumPy saves a transposed array or chosen
 * columns, in C order.
 */
function toRowMajor(shape: readonly number[], stored: Float64Array): Float64Array {
  return stored.map((_, position) => {
    let [source, rest, stride] = [0, position, stored.length];
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      stride /= shape[axis];
      source += (rest % shape[axis]) * stride;
      rest = Math.floor(rest / shape[axis]);
    }
    return stored[source];
  });
}

/**
 * The array in the bytes of a .npy file, in C order however it is stored.
 * Nothing is allocated by what the header claims: the shape has to fit the bytes that are there.
 * @param file how messages name the file.
 * @throws UserError when the header is not a plain one, or bytes are missing or left over.
 * @see https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
 */
export function parseNpy(bytes: Uint8Array, file: string): NpyArray {
  const { type, shape, isColumnMajor, dataOffset } = parseHeader(
    Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength),
    file,
  );
  const claimed = sizeOf(shape) * TYPES[type].BYTES_PER_ELEMENT;
  // A copy that begins at a multiple of every type's size.
  const data = new Uint8Array(bytes.subarray(dataOffset));
  if (claimed !== data.length) {
    const wrong = data.length < claimed ? 'is truncated' : 'has trailing bytes';
    throw new UserError(
      `${file} ${wrong}: its shape (${shape.join(', ')}) needs ${claimed} bytes of data but ` +
        `${data.length} follow the header; copy or save it again.`,
    );
  }
  const values = toFloat64(type, data.buffer, file);
  return { type, shape, values: isColumnMajor ? toRowMajor(shape, values) : values };
}

/** @throws UserError naming the file when it is missing or cannot be read. */
export async function readBytes(file: string): Promise<Buffer> {
  return readFile(file).catch(({ code, message }: NodeJS.ErrnoException) => {
    throw new UserError(
      code === 'ENOENT' ? `${file} is missing.` : `${file} cannot be read: ${message}.`,
    );
  });
}

/**
 * Reads a .npy file in double precision.
 * @throws UserError naming the file when it is missing, unreadable, or no plain number array.
 */
export async function readNpy(file: string): Promise<NpyArray> {
  return parseNpy(await readBytes(file), file);
}

/** The numbers of a .npy file as they lie in it, without a copy in double precision. */
function storedValues<Type extends 'u1' | 'f4'>(bytes: Buffer, file: string, wanted: Type) {
  const { type, shape, isColumnMajor, dataOffset } = parseHeader(bytes, file);
  const size = sizeOf(shape);
  const length = size * TYPES[wanted].BYTES_PER_ELEMENT;
  if (type !== wanted || isColumnMajor || bytes.length - dataOffset !== length)
    throw new UserError(`${file} is damaged: delete it, and make it again.`);
  const data = new Uint8Array(bytes.subarray(dataOffset));
  return { shape, values: new TYPES[wanted](data.buffer) as InstanceType<(typeof TYPES)[Type]> };
}

/**
 * Large arrays of single-precision numbers that this package wrote.
 * @throws UserError naming the file when it is missing or is no such array.
 */
export async function readFloats(file: string): Promise<NdArray> {
  return storedValues(await readBytes(file), file, 'f4');
}

/**
 * Pixels as bytes, from a file that this package wrote.
 * @throws UserError naming the file when it is no such array.
 */
export function readPixels(
  bytes: Buffer,
  file: string,
): { readonly shape: readonly number[]; readonly values: Uint8Array } {
  return storedValues(bytes, file, 'u1');
}

/** The package's exchange format, in single precision. */
export function toNdArray({ shape, values }: Pick<NpyArray, 'shape' | 'values'>): NdArray {
  return { shape, values: new Float32Array(values) };
}

/** What a .npy file (format version 1.0) begins with; its numbers follow in C order. */
export function npyHeader(shape: readonly number[], type: 'u1' | 'f4' | 'f8'): Buffer {
  const tuple = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`;
  const dictionary =
    `{'descr': '${type === 'u1' ? '|' : '<'}${type}', 'fortran_order': False, 'shape': ` +
    `${tuple}, }`;
  // NumPy aligns the data to 64 bytes and ends the header with a line feed.
  const length = Math.ceil((10 + dictionary.length + 1) / 64) * 64 - 10;
  const start = Buffer.from('\x93NUMPY\x01\x00\x00\x00', 'latin1');
  start.writeUInt16LE(length, 8);
  return Buffer.concat([start, Buffer.from(`${dictionary.padEnd(length - 1)}\n`, 'latin1')]);
}

/**
 * The bytes of a .npy file (format version 1.0) in C order.
 * @param type u1 stores pixels, f4 and f8 everything else.
 */
export function encodeNpy(
  shape: readonly number[],
  values: ArrayLike<number>,
  type: 'u1' | 'f4' | 'f8',
): Buffer {
  const data = TYPES[type].from(values);
  return Buffer.concat([npyHeader(shape, type), new Uint8Array(data.buffer)]);
}

/** Writes a .npy file whole or not at all. */
export async function writeNpy(
  file: string,
  array: { readonly shape: readonly number[]; readonly values: ArrayLike<number> },
  type: 'u1' | 'f4' | 'f8' = 'f4',
): Promise<void> {
  await writeWhole(file, encodeNpy(array.shape, array.values, type));
}
