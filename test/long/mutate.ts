import type { Random } from '../../src/data/random';

/** Numbers at which readers fail: signs, carries, sizes beyond any file. */
const dangerous = [0, 1, 0x7f, 0x80, 0xff, 0x7fff, 0xffff, 0x7fffffff, 0x80000000, 0xffffffff];

/** Pieces of the formats, put where they do not belong. */
const pieces = [
  '{',
  '}',
  '[',
  ']',
  '(',
  ')',
  '"',
  "'",
  ',',
  ':',
  '\\u0000',
  '-1',
  '1e999',
  '9007199254740993',
  'null',
  'true',
  '__proto__',
  '\x93NUMPY',
  'PK\x01\x02',
  'PK\x03\x04',
  'PK\x05\x06',
  '\x1f\x8b',
  '../',
  '<f8',
];

type Change = (bytes: Buffer, at: number, random: Random) => Buffer;

const changes: readonly Change[] = [
  (bytes, at, random) => replaced(bytes, at, Buffer.from([bytes[at] ^ (1 << random.integer(8))])),
  (bytes, at, random) => replaced(bytes, at, Buffer.from([random.integer(256)])),
  (bytes, at, random) =>
    replaced(
      bytes,
      at,
      littleEndian(dangerous[random.integer(dangerous.length)], 1 + random.integer(8)),
    ),
  (bytes, at) => bytes.subarray(0, at),
  (bytes, at, random) =>
    Buffer.concat([
      bytes.subarray(0, at),
      bytes.subarray(Math.min(bytes.length, at + 1 + random.integer(40))),
    ]),
  (bytes, at, random) =>
    Buffer.concat([
      bytes.subarray(0, at),
      Buffer.alloc(1 + random.integer(40), random.integer(256)),
      bytes.subarray(at),
    ]),
  (bytes, at, random) =>
    Buffer.concat([
      bytes.subarray(0, at),
      Buffer.from(pieces[random.integer(pieces.length)], 'latin1'),
      bytes.subarray(at),
    ]),
  (bytes, at, random) =>
    replaced(bytes, at, Buffer.from(pieces[random.integer(pieces.length)], 'latin1')),
  (bytes, at, random) => {
    const from = random.integer(bytes.length);
    return replaced(bytes, at, bytes.subarray(from, from + random.integer(200)));
  },
  (bytes, at) => Buffer.concat([bytes, bytes.subarray(at)]),
];

function littleEndian(value: number, length: number): Buffer {
  const bytes = Buffer.alloc(8, value === 0xffffffff ? 0xff : 0);
  bytes.writeUInt32LE(value);
  return bytes.subarray(0, length);
}

function replaced(bytes: Buffer, at: number, by: Buffer): Buffer {
  return Buffer.concat([bytes.subarray(0, at), by, bytes.subarray(at + by.length)]);
}

/**
 * A file with one to four changes; half of them near its beginning or its end, where headers and
 * directories are.
 */
export function mutate(original: Buffer, random: Random): Buffer {
  let bytes = original;
  for (let change = random.integer(4); change >= 0; change--) {
    if (bytes.length === 0) break;
    const [anywhere, early, late] = [
      random.integer(bytes.length),
      random.integer(Math.min(200, bytes.length)),
      bytes.length - 1 - random.integer(Math.min(200, bytes.length)),
    ];
    const at = Math.max(0, [anywhere, anywhere, early, late][random.integer(4)]);
    bytes = changes[random.integer(changes.length)](bytes, at, random);
  }
  return bytes;
}
