import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { executeNotebooks } from '../../src/notebooks/executeNotebooks';
import { writeNotebook } from './notebookFile';

const errors = JSON.stringify(path.resolve(__dirname, '../../dist/errors'));

test('a mistake of the user and the traps of the kernel are one sentence in a cell, without a stack', async () => {
  const said: Readonly<Record<string, RegExp>> = {
    mistake: /^One sentence\.$/,
    shorthand: /^mse is not defined: .*\{ mse: mse \} instead of \{ mse \}; .*\.$/,
    bracketed: /^await is not defined: .*instead of "await \(f\(\)\)"\.$/,
  };
  const notebooks = [
    writeNotebook('mistake', [`throw new (require(${errors}).UserError)("One sentence.");`]),
    writeNotebook('shorthand', ['const mse = 1;', 'const row = { mse };']),
    writeNotebook('bracketed', ['const f = async () => 1;', 'await (f())']),
  ];
  const outputFolder = path.join(path.dirname(notebooks[0]), 'executed');
  try {
    const failures = await executeNotebooks({ notebooks, outputFolder, timeoutSeconds: 120 });
    assert.equal(failures.length, notebooks.length);
    for (const [name, sentence] of Object.entries(said)) {
      const failure = failures.find((text) => text.startsWith(`${name}.ipynb`))!;
      assert.match(failure.slice(failure.indexOf('\n') + 1), sentence);
    }
  } finally {
    for (const notebook of notebooks) rmSync(path.dirname(notebook), { recursive: true });
  }
});
