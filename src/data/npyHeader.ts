import { UserError } from '../errors';

/** Element types that are read: NumPy's letter and bytes, little-endian. */
export const NPY_TYPES = ['u1', 'i1', 'u2', 'i2', 'u4', 'i4', 'u8', 'i8', 'f4', 'f8'] as const;
export type NpyType = (typeof NPY_TYPES)[number];

/** What stands before the numbers of a .npy file. */
export interface NpyHeader {
  readonly type: NpyType;
  readonly shape: readonly number[];
  /** Where the numbers begin, in bytes. */
  readonly dataOffset: number;
}

const MAGIC = '\x93NUMPY';
// As NumPy: longer headers only exist for structured types, which are refused.
const LONGEST_HEADER = 10_000;
const MOST_DIMENSIONS = 32;

/** The three entries of the header's dictionary, in any order; no other Python is understood. */
const ENTRIES = {
  descr: /(['"])descr\1\s*:\s*(?:'([^'"\\]*)'|"([^'"\\]*)"|(\[.*\]))/s,
  order: /(['"])fortran_order\1\s*:\s*(True|False)/,
  shape: /(['"])shape\1\s*:\s*(\([^()]*\))/,
};

/** The values of the dictionary; undefined when it holds anything else, or less. */
function parseDictionary(text: string): Record<keyof typeof ENTRIES, string> | undefined {
  const values: Record<string, string> = {};
  let rest = text;
  for (const [name, pattern] of Object.entries(ENTRIES)) {
    rest = rest.replace(pattern, (_entry, _quote, ...groups) => {
      values[name] = groups.slice(0, -2).find((group) => group !== undefined);
      return '@';
    });
  }
  return /^\{\s*@\s*,\s*@\s*,\s*@\s*,?\s*\}\s*$/.test(rest) ? (values as Record<keyof typeof ENTRIES, string>) : undefined;
}

/** `(3, 4)`, `(3,)` or `()`; `L` is what Python 2 wrote after long integers. */
function parseShape(text: string): number[] | undefined {
  if (!/^\(\s*(?:\d+L?\s*,\s*)*(?:\d+L?\s*)?\)$/.test(text) || /^\(\s*\d+L?\s*\)$/.test(text)) {
    return undefined;
  }
  const shape = Array.from(text.matchAll(/\d+/g), ([digits]) => Number(digits));
  return shape.length <= MOST_DIMENSIONS && shape.every(Number.isSafeInteger) ? shape : undefined;
}

/**
 * Reads the header of a .npy file (format versions 1 to 3) strictly: only a plain dictionary with exactly
 * `descr`, `fortran_order` and `shape`, C order, and a plain little-endian number type.
 * @param bytes the file, or at least its header.
 * @param file how messages name the file.
 * @throws UserError for anything else.
 * @see https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
 */
export function parseNpyHeader(bytes: Uint8Array, file: string): NpyHeader {
  const start = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, 12));
  if (start.length < 10 || start.toString('latin1', 0, 6) !== MAGIC) {
    throw new UserError(`${file} is not a .npy file: save it with numpy.save.`);
  }
  const version = start[6];
  if (version < 1 || version > 3 || start[7] !== 0) {
    throw new UserError(`${file} has the unknown .npy format version ${version}.${start[7]}: save it again with numpy.save.`);
  }
  const textOffset = version === 1 ? 10 : 12;
  if (start.length < textOffset) {
    throw new UserError(`${file} is truncated inside its header: copy or save it again.`);
  }
  const length = version === 1 ? start.readUInt16LE(8) : start.readUInt32LE(8);
  if (length > LONGEST_HEADER) {
    throw new UserError(`${file} claims a header of ${length} bytes, more than a plain array needs: save it as a plain number array.`);
  }
  const dataOffset = textOffset + length;
  if (dataOffset > bytes.byteLength) {
    throw new UserError(`${file} is truncated inside its header: copy or save it again.`);
  }
  const text = Buffer.from(bytes.buffer, bytes.byteOffset + textOffset, length).toString(version === 3 ? 'utf8' : 'latin1');
  const entries = parseDictionary(text);
  if (entries === undefined) {
    throw new UserError(`${file} has a malformed .npy header: save it again with numpy.save.`);
  }
  const { descr, order } = entries;
  const type = NPY_TYPES.find((known) => descr === `<${known}` || (known.endsWith('1') && descr === `|${known}`));
  if (type === undefined) {
    throw new UserError(`${file} holds elements of type "${descr}", but only ${NPY_TYPES.join(', ')} in little-endian order are read: save it with numpy.save(file, array.astype("<f8")).`);
  }
  if (order === 'True') {
    throw new UserError(`${file} is stored in Fortran (column-major) order: save it with numpy.save(file, numpy.ascontiguousarray(array)).`);
  }
  const shape = parseShape(entries.shape);
  if (shape === undefined) {
    throw new UserError(`${file} has the impossible shape ${entries.shape} in its header: save it again with numpy.save.`);
  }
  return { type, shape, dataOffset };
}
