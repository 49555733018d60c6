import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { encodeNpy, parseNpy, readNpy, toNdArray, writeNpy } from '../../src/data/npy';
import { UserError } from '../../src/errors';
import oracle from '../oracles/npy.json';

const bytesOf = (base64: string): Buffer => Buffer.from(base64, 'base64');

/** A version 1 file with any header text. */
function fileWith(header: string, data: Uint8Array = new Uint8Array(48)): Buffer {
  const start = Buffer.from('\x93NUMPY\x01\x00\x00\x00', 'latin1');
  start.writeUInt16LE(header.length, 8);
  return Buffer.concat([start, Buffer.from(header, 'latin1'), data]);
}

function refuses(bytes: Uint8Array, reason: RegExp): void {
  assert.throws(
    () => parseNpy(bytes, 'folder/file.npy'),
    (error: unknown) =>
      error instanceof UserError &&
      error.message.startsWith('folder/file.npy ') &&
      reason.test(error.message),
    String(reason),
  );
}

test('every supported type of NumPy is read', () => {
  for (const [type, base64] of Object.entries(oracle.plain)) {
    const array = parseNpy(bytesOf(base64), type);
    assert.equal(array.type, type.replace('<', ''));
    assert.deepEqual(array.shape, [2, 3]);
    assert.deepEqual([...array.values], [0, 1, 2, 3, 4, 5]);
  }
});

test('header versions 2 and 3, scalars and empty arrays are read', () => {
  assert.deepEqual([...parseNpy(bytesOf(oracle.version2), 'v2').values], [0, 1, 2, 3, 4, 5]);
  assert.deepEqual([...parseNpy(bytesOf(oracle.version3), 'v3').values], [0, 1, 2, 3, 4, 5]);
  assert.deepEqual(parseNpy(bytesOf(oracle.scalar), 'scalar'), {
    type: 'f8',
    shape: [],
    values: Float64Array.of(1.5),
  });
  assert.deepEqual(parseNpy(bytesOf(oracle.emptyRows), 'empty').shape, [0, 3]);
});

test('pixels of 1e-6 steps stay exact in double precision', () => {
  const { values } = parseNpy(bytesOf(oracle.antolikPixels), 'pixels');
  values.forEach((value, pixel) => assert.equal(value, pixel * 1e-6));
});

test('a file is read wherever its bytes lie in memory', () => {
  const bytes = bytesOf(oracle.plain['<f8']);
  const shifted = new Uint8Array(bytes.length + 3);
  shifted.set(bytes, 3);
  assert.deepEqual([...parseNpy(shifted.subarray(3), 'shifted').values], [0, 1, 2, 3, 4, 5]);
});

test('Fortran order is read: NumPy saves transposed arrays and chosen columns in it', () => {
  assert.deepEqual(parseNpy(bytesOf(oracle.fortran), 'fortran'), {
    type: 'f8',
    shape: [2, 3],
    values: Float64Array.of(0, 1, 2, 3, 4, 5),
  });
  // counts.reshape(2, 3, 4) in both orders.
  const counts = Uint8Array.from({ length: 24 }, (_, position) => {
    const [first, second, third] = [
      position % 2,
      Math.floor(position / 2) % 3,
      Math.floor(position / 6),
    ];
    return first * 12 + second * 4 + third;
  });
  const header = "{'descr': '|u1', 'fortran_order': True, 'shape': (2, 3, 4), }\n";
  assert.deepEqual(
    [...parseNpy(fileWith(header, counts), 'cube').values],
    Array.from({ length: 24 }, (_, index) => index),
  );
  const empty = "{'descr': '<f8', 'fortran_order': True, 'shape': (0, 3), }\n";
  assert.deepEqual(parseNpy(fileWith(empty, new Uint8Array(0)), 'empty').shape, [0, 3]);
});

test('other types, structures and pickled objects are refused', () => {
  for (const base64 of Object.values(oracle.refused)) {
    refuses(bytesOf(base64), /elements of type/);
  }
  refuses(bytesOf(oracle.structured), /elements of type/);
  refuses(bytesOf(oracle.object), /elements of type "\|O"/);
});

test('files cut anywhere, and files with bytes too many, are refused', () => {
  const bytes = bytesOf(oracle.plain['<f8']);
  for (let length = 0; length < bytes.length; length++) {
    refuses(bytes.subarray(0, length), /truncated|not a \.npy file/);
  }
  refuses(Buffer.concat([bytes, Buffer.alloc(1)]), /trailing bytes/);
  refuses(Buffer.from('PK\x03\x04 this is a zip file'), /not a \.npy file/);
});

test('malicious and broken headers are refused without allocating what they claim', () => {
  const header = (shape: string): string =>
    `{'descr': '<f8', 'fortran_order': False, 'shape': ${shape}, }\n`;
  refuses(fileWith(header('(999999999, 999999999)')), /truncated/);
  refuses(fileWith(header('(9007199254740992,)')), /truncated/);
  refuses(fileWith(header('(4294967296, 4294967296, 4294967296, 6)')), /truncated/);
  refuses(fileWith(header('(0, 99999999999999999999)')), /trailing bytes/);
  for (const shape of [
    '(-2, -3)',
    '(-1,)',
    '(2.0, 3)',
    '(6)',
    '(2 3)',
    '(2,,3)',
    '(0x6,)',
    '(True,)',
    "('6',)",
    '(1e1,)',
  ]) {
    refuses(fileWith(header(shape)), /malformed/);
  }
  for (const text of [
    '',
    '{}',
    '{',
    "{'descr': '<f8', 'fortran_order': False, 'shape': __import__('os').system('true'), }",
    "{'descr': '<f8', 'fortran_order': False, 'shape': (6,)} + 1",
    "{'descr': '<f8', 'fortran_order': False, 'shape': (6,), 'shape': (6,), }",
    "{'descr': '<f8', 'fortran_order': False, 'shape': (6,), 'extra': True, }",
    "{'descr': '<f8', 'fortran_order': False, }",
    "{'descr': '<f8', 'fortran_order': 0, 'shape': (6,), }",
    "{'descr': '<f8', 'fortran_order': '', 'shape': (6,), }",
    "{'descr': '<f8' 'fortran_order': False, 'shape': (6,), }",
    "[('descr', '<f8'), ('fortran_order', False), ('shape', (6,))]",
    'null',
  ]) {
    refuses(fileWith(text), /malformed/);
  }
  const long = Buffer.from(bytesOf(oracle.version2));
  long.writeUInt32LE(0xffffffff, 8);
  refuses(long, /truncated inside its header/);
  const unknown = Buffer.from(bytesOf(oracle.version2));
  unknown[6] = 9;
  refuses(unknown, /format version/);
});

test('integers beyond double precision are refused', () => {
  const data = new Uint8Array(new BigInt64Array([2n ** 60n]).buffer);
  refuses(
    fileWith("{'descr': '<i8', 'fortran_order': False, 'shape': (1,), }\n", data),
    /too large/,
  );
});

test('written files are read back, and NumPy would take them: aligned, versioned, C order', () => {
  for (const type of ['u1', 'f4', 'f8'] as const) {
    for (const shape of [[2, 3], [6], [1, 2, 3]]) {
      const bytes = encodeNpy(shape, [0, 1, 2, 3, 4, 5], type);
      assert.deepEqual(parseNpy(bytes, type), {
        type,
        shape,
        values: Float64Array.of(0, 1, 2, 3, 4, 5),
      });
    }
  }
  assert.equal(encodeNpy([2, 3], [0, 1, 2, 3, 4, 5], 'f8').toString('base64'), oracle.plain['<f8']);
});

test('files are written whole and read from disk in double precision, for single precision on request', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'npy-'));
  try {
    const file = path.join(folder, 'a.npy');
    await writeNpy(file, { shape: [2], values: [0.1, 0.2] }, 'f8');
    assert.deepEqual(await readNpy(file), {
      type: 'f8',
      shape: [2],
      values: Float64Array.of(0.1, 0.2),
    });
    assert.deepEqual(toNdArray(await readNpy(file)), {
      shape: [2],
      values: Float32Array.of(0.1, 0.2),
    });
    await assert.rejects(readNpy(path.join(folder, 'none.npy')), /none\.npy is missing/);
    await assert.rejects(readNpy(folder), /cannot be read/);
    await writeFile(file, 'text');
    await assert.rejects(
      readNpy(file),
      (error: unknown) => error instanceof UserError && error.message.includes(file),
    );
  } finally {
    await rm(folder, { recursive: true });
  }
});
