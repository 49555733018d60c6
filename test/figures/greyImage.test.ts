import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PNG } from 'pngjs';
import { ndArray } from '../../src/data/ndArray';
import { greyPngAddress, imageStrip } from '../../src/figures/greyImage';

function decode(address: string): PNG {
  const [header, base64] = address.split(',');
  assert.equal(header, 'data:image/png;base64');
  return PNG.sync.read(Buffer.from(base64, 'base64'));
}

test('values from -1 to 1 become grey levels from black to white, every pixel five wide', () => {
  const png = decode(greyPngAddress({ height: 1, width: 4, values: Float32Array.of(-1, 0, 1, 5) }));
  assert.deepEqual([png.width, png.height], [20, 5]);
  const levels = [0, 5, 10, 15].map((column) => [...png.data.subarray(4 * column, 4 * column + 4)]);
  assert.deepEqual(levels, [
    [0, 0, 0, 255],
    [128, 128, 128, 255],
    [255, 255, 255, 255],
    [255, 255, 255, 255],
  ]);
});

test('a strip shows images side by side with a transparent gap', () => {
  const images = ndArray([2, 2, 1], Float32Array.of(-1, 1, 1, -1));
  const strip = imageStrip(images, 1);
  assert.deepEqual([strip.height, strip.width, ...strip.values], [2, 3, -1, NaN, 1, 1, NaN, -1]);
  assert.equal(decode(greyPngAddress(strip)).data[4 * 5 + 3], 0);
});
