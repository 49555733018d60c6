import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PNG } from 'pngjs';
import { pngAddress } from '../../src/figures/imageGrid';

function decode(address: string): PNG {
  const [header, base64] = address.split(',');
  assert.equal(header, 'data:image/png;base64');
  return PNG.sync.read(Buffer.from(base64, 'base64'));
}

test('values from -1 to 1 become grey levels from black to white, every pixel five wide', () => {
  const png = decode(pngAddress({ shape: [1, 4], values: Float32Array.of(-1, 0, 1, 5) }));
  assert.deepEqual([png.width, png.height], [20, 5]);
  const levels = [0, 5, 10, 15].map((column) => [...png.data.subarray(4 * column, 4 * column + 4)]);
  assert.deepEqual(levels, [
    [0, 0, 0, 255],
    [128, 128, 128, 255],
    [255, 255, 255, 255],
    [255, 255, 255, 255],
  ]);
});

test('signed values become blue, white and vermillion; NaN is transparent in both', () => {
  const values = Float32Array.of(-1, 0, 1, NaN);
  const png = decode(pngAddress({ shape: [1, 4], values }, 'signed'));
  const pixels = [0, 5, 10, 15].map((column) => [...png.data.subarray(4 * column, 4 * column + 4)]);
  assert.deepEqual(pixels, [
    [0, 114, 178, 255],
    [255, 255, 255, 255],
    [213, 94, 0, 255],
    [255, 255, 255, 0],
  ]);
  assert.equal(decode(pngAddress({ shape: [1, 4], values })).data[4 * 15 + 3], 0);
});
