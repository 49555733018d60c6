import assert from 'node:assert/strict';
import { test } from 'node:test';
import path from 'node:path';

/** What the kernel does with a cell before it runs; private to tslab 1.0.22, which is pinned. */
interface Converter {
  readonly convert: (
    declarations: string,
    cell: string,
  ) => { diagnostics: readonly { messageText: string }[]; declOutput?: string };
  readonly close: () => void;
}

/** The types of variables as the kernel notes them for later cells, [cells]. */
function declarationsOf(cells: readonly string[]): string[] {
  const folder = process.cwd();
  // The kernel works beside the notebooks.
  process.chdir(path.join(__dirname, '..', '..', 'notebooks'));
  const { createConverter } = require('tslab/dist/converter.js') as {
    createConverter: () => Converter;
  };
  const converter = createConverter();
  try {
    let declarations = '';
    return cells.map((cell) => {
      const { diagnostics, declOutput = '' } = converter.convert(declarations, cell);
      assert.deepEqual(
        diagnostics.map(({ messageText }) => messageText),
        [],
      );
      declarations = declOutput;
      return declOutput;
    });
  } finally {
    converter.close();
    process.chdir(folder);
  }
}

test('the kernel can name types that the library does not export, and knows the operations of tensors', () => {
  const [, interval, tensor] = declarationsOf([
    "import { crossedInterval, tf } from 'dae-nr'",
    'const interval = crossedInterval((images) => images, 5)',
    'const doubled = tf.ones([2]).mul(2).sum()',
  ]);
  assert.match(interval, /interval: import\("[^"]+"\)\.CrossedInterval/);
  assert.match(tensor, /doubled: tf\.Tensor</);
});

test('an error in the types of a cell is found', () => {
  assert.throws(
    () => declarationsOf(["import { crossedInterval } from 'dae-nr'", 'crossedInterval(1)']),
    /Expected 2-3 arguments/,
  );
});
