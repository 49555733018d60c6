import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { executeNotebook, NotebookError, type ExecutionEvent } from '../../src/notebooks/executeNotebook';
import { writeNotebook } from './notebookFile';

const figure = JSON.stringify({ data: [{ type: 'scatter', y: [1, 2] }], layout: {} });
const library = path.resolve(__dirname, '../../dist/figures');

const outputOf = (notebook: string): string => path.join(path.dirname(notebook), 'executed', 'result.ipynb');

async function failureOf(notebook: string, timeoutSeconds = 60): Promise<NotebookError> {
  const execution = executeNotebook({ notebook, output: outputOf(notebook), timeoutSeconds });
  const error = await execution.then(
    () => assert.fail('the notebook should have failed'),
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof NotebookError, String(error));
  assert.equal(existsSync(outputOf(notebook)), false, 'a failure writes nothing');
  assert.match(error.message, new RegExp(path.basename(notebook)));
  assert.doesNotMatch(error.message, /\u001b/);
  return error;
}

test('executeNotebook', { concurrency: 2 }, async (suite) => {
  await Promise.all([
    suite.test('writes the executed notebook and a page without scripts, fetches or raw formulas', async () => {
      const notebook = writeNotebook('good', [
        'md:The energy $E = mc^2$ and\n\n$$\\sum_{i=1}^{N} x_i$$',
        'console.log(process.cwd(), process.env.DAE_NR_TEST);',
        `require(${JSON.stringify(`${library}/show`)}).show(${figure});
        await require(${JSON.stringify(`${library}/save`)}).save({ outputFolder: 'saved', commandFor: String }, 'figure9', { title: '', caption: '', figure: ${figure} });`,
        '',
        'await new Promise((done) => setTimeout(done, 20)); 6 * 7',
      ]);
      const progress: ExecutionEvent[] = [];
      const { seconds, slowest } = await executeNotebook({
        notebook,
        output: outputOf(notebook),
        env: { DAE_NR_TEST: 'passed through' },
        timeoutSeconds: 60,
        onCell: (event) => progress.push(event),
      });
      assert.ok(slowest[0] > 0 && slowest[0] < seconds && slowest[1] >= 1 && slowest[1] <= 3, `${slowest} of ${seconds}`);
      assert.deepEqual(progress, [1, 2, 3].map((cell) => ({ event: 'cell', cell, of: 3 })));

      const executed = readFileSync(outputOf(notebook), 'utf8');
      assert.match(executed, new RegExp(`${path.dirname(notebook)} passed through`));
      assert.match(executed, /42/);
      assert.match(executed, /application\/vnd\.plotly\.v1\+json/);
      const saved = readdirSync(path.join(path.dirname(notebook), 'saved')).sort();
      assert.deepEqual(saved, ['figure9.item.json', 'figure9.plotly.json', 'figure9.png', 'figure9.svg']);

      const page = readFileSync(outputOf(notebook).replace('.ipynb', '.html'), 'utf8');
      assert.doesNotMatch(page, /<script/);
      assert.doesNotMatch(page, /(src|href)="?(https?:)?\/\//);
      assert.doesNotMatch(page, /@import|url\("?http/);
      assert.match(page, /<img[^>]* src="data:image\/svg\+xml;base64,/);
      assert.match(page, /<msup><mi>c<\/mi><mn>2<\/mn><\/msup>/);
      assert.match(page, /<math display="block"/);
    }),

    suite.test('a throwing cell is named, and no tag of a cell excuses it', async () => {
      const notebook = writeNotebook('throwing', ['const a = 1;', 'throw new Error("boom");', 'a;'], ['raises-exception', 'skip-execution']);
      const error = await failureOf(notebook);
      assert.equal(error.failure.cell, 2);
      assert.equal(error.failure.line, 'throw new Error("boom");');
      assert.match(error.message, /cell 2 \("throw new Error\("boom"\);"\): the cell failed\n[^]*Error: boom/);
    }),

    suite.test('a type error', async () => {
      const error = await failureOf(writeNotebook('typed', ['const a: number = "text";']));
      assert.equal(error.failure.cell, 1);
      assert.match(error.failure.message, /Type 'string' is not assignable to type 'number'/);
    }),

    suite.test('a rejection that nobody awaits, although the kernel answers ok', async () => {
      const error = await failureOf(
        writeNotebook('floating', ['async function train() { throw new Error("lost"); }\ntrain();', '1 + 1']),
      );
      assert.equal(error.failure.cell, 1);
      assert.match(error.failure.reason, /floating promise/);
      assert.match(error.failure.message, /UnhandledPromiseRejection: Error: lost/);
    }),

    suite.test('a rejection after the last cell has ended', async () => {
      const late = 'setTimeout(() => void Promise.reject(new Error("late")), 100);';
      const error = await failureOf(writeNotebook('late', ['1 + 1', late]));
      assert.equal(error.failure.cell, 2);
      assert.match(error.failure.message, /Error: late/);
    }),

    suite.test('other output on stderr', async () => {
      const error = await failureOf(writeNotebook('complaining', ['console.error("careful");']));
      assert.equal(error.failure.cell, 1);
      assert.match(error.message, /unexpected output on stderr\ncareful/);
    }),

    suite.test('a cell that never ends, even one that blocks the kernel', async () => {
      const error = await failureOf(writeNotebook('endless', ['1 + 1', 'while (true) {}']), 8);
      assert.equal(error.failure.cell, 2);
      assert.match(error.failure.reason, /took longer than 8 s/);
    }),

    suite.test('a kernel that dies', async () => {
      const error = await failureOf(writeNotebook('dying', ['1 + 1', 'process.exit(3);']));
      assert.equal(error.failure.cell, 2);
      assert.match(error.failure.reason, /the kernel died/);
    }),

    suite.test('a file that is not a notebook', async () => {
      const error = await failureOf(path.join(__dirname, 'missing.ipynb'));
      assert.equal(error.failure.cell, null);
      assert.match(error.message, /could not be executed|No such file/);
    }),
  ]);
});
