import type { NdArray } from '../../src/data/ndArray';
import { float32Bytes } from '../../src/runs/recordCodec';

/** A matrix in NumPy's format, version 1, as `np.save` writes it. */
export function npyOf({ shape, values }: NdArray): Buffer {
  const text = `{'descr': '<f4', 'fortran_order': False, 'shape': (${shape.join(', ')}), }`;
  const header = `${text.padEnd(128 - 10 - 1)}\n`;
  const length = Buffer.alloc(2);
  length.writeUInt16LE(header.length);
  return Buffer.concat([
    Buffer.from([0x93]),
    Buffer.from('NUMPY'),
    Buffer.from([1, 0]),
    length,
    Buffer.from(header),
    float32Bytes(values),
  ]);
}
