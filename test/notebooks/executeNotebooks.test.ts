import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { executeNotebooks, type ExecutionEvent } from '../../src/notebooks/executeNotebooks';
import { writeNotebook } from './notebookFile';

const figure = JSON.stringify({ data: [{ type: 'scatter', y: [1, 2] }], layout: {} });
const library = path.resolve(__dirname, '../../dist/figures');
const good = writeNotebook('good', [
  'md:The energy $E = mc^2$ and\n\n$$\\sum_{i=1}^{N} x_i$$',
  'console.log(process.cwd(), process.env.DAE_NR_TEST);',
  `require(${JSON.stringify(`${library}/show`)}).show(${figure});
  await require(${JSON.stringify(`${library}/save`)}).save({ outputFolder: 'saved', origin: {} }, 'figure9', { title: '', caption: '', figure: ${figure} });`,
  '',
  'await new Promise((done) => setTimeout(done, 20)); 6 * 7',
]);
const outputFolder = path.join(path.dirname(good), 'executed');

/** What is told of a few notebooks, by file name, and what the command would print at its end. */
async function execute(
  notebooks: readonly string[],
  timeoutSeconds = 60,
): Promise<{
  readonly events: Readonly<Record<string, ExecutionEvent[]>>;
  readonly failures: readonly string[];
}> {
  const events: Record<string, ExecutionEvent[]> = {};
  const onEvent = (notebook: string, event: ExecutionEvent): void => {
    events[notebook] ??= [];
    events[notebook].push(event);
  };
  const failures = await executeNotebooks({
    notebooks,
    outputFolder,
    env: { DAE_NR_TEST: 'passed through' },
    timeoutSeconds,
    onEvent,
  });
  return { events, failures };
}

/**
 * The failing ones, and what each ends with: a cell, its first line, the reason, what the kernel
 * said.
 */
const failing: readonly {
  readonly notebook: string;
  readonly cell: number | null;
  readonly line?: string;
  readonly reason: RegExp;
  readonly message: RegExp;
}[] = [
  // No tag of a cell excuses it.
  {
    notebook: writeNotebook(
      'throwing',
      ['const a = 1;', 'throw new Error("boom");', 'a;'],
      ['raises-exception', 'skip-execution'],
    ),
    cell: 2,
    line: 'throw new Error("boom");',
    reason: /^the cell failed$/,
    message: /Error: boom/,
  },
  {
    notebook: writeNotebook('typed', ['const a: number = "text";']),
    cell: 1,
    reason: /^the cell failed$/,
    message: /Type 'string' is not assignable to type 'number'/,
  },
  // Although the kernel answers ok.
  {
    notebook: writeNotebook('floating', [
      'async function train() { throw new Error("lost"); }\ntrain();',
      '1 + 1',
    ]),
    cell: 1,
    reason: /floating promise/,
    message: /UnhandledPromiseRejection: Error: lost/,
  },
  // After the last cell has ended.
  {
    notebook: writeNotebook('late', [
      '1 + 1',
      'setTimeout(() => void Promise.reject(new Error("late")), 100);',
    ]),
    cell: 2,
    reason: /floating promise/,
    message: /Error: late/,
  },
  {
    notebook: writeNotebook('complaining', ['console.error("careful");']),
    cell: 1,
    reason: /^unexpected output on stderr$/,
    message: /^careful$/,
  },
  {
    notebook: writeNotebook('dying', ['1 + 1', 'process.exit(3);']),
    cell: 2,
    reason: /^the kernel died$/,
    message: /.*/,
  },
  {
    notebook: path.join(__dirname, 'missing.ipynb'),
    cell: null,
    reason: /^it could not be executed$/,
    message: /No such file/,
  },
];

test('executeNotebooks', { concurrency: 2 }, async (suite) => {
  await Promise.all([
    suite.test(
      'writes the executed notebook and a page without scripts, fetches or raw formulas; what ' +
        'fails beside it is named, writes nothing, and stops nobody',
      async () => {
        const { events, failures } = await execute([
          ...failing.map(({ notebook }) => notebook),
          good,
        ]);
        const told = events['good.ipynb'];
        assert.deepEqual(
          told.slice(0, -1),
          [1, 2, 3].map((cell) => ({ event: 'cell', cell, of: 3 })),
        );
        const done = told.at(-1)!;
        assert.ok(
          done.event === 'done' &&
            done.slowest[0] > 0 &&
            done.slowest[0] < done.seconds &&
            done.slowest[1] >= 1 &&
            done.slowest[1] <= 3,
          JSON.stringify(done),
        );

        const executed = readFileSync(path.join(outputFolder, 'good.ipynb'), 'utf8');
        assert.match(executed, new RegExp(`${path.dirname(good)} passed through`));
        assert.match(executed, /42/);
        assert.match(executed, /application\/vnd\.plotly\.v1\+json/);
        const saved = readdirSync(path.join(path.dirname(good), 'saved')).sort();
        assert.deepEqual(saved, [
          'figure9.item.json',
          'figure9.plotly.json',
          'figure9.png',
          'figure9.svg',
        ]);

        const page = readFileSync(path.join(outputFolder, 'good.html'), 'utf8');
        assert.doesNotMatch(page, /<script/);
        assert.doesNotMatch(page, /(src|href)="?(https?:)?\/\//);
        assert.doesNotMatch(page, /@import|url\("?http/);
        assert.match(page, /<img[^>]* src="data:image\/svg\+xml;base64,/);
        assert.match(page, /<msup><mi>c<\/mi><mn>2<\/mn><\/msup>/);
        assert.match(page, /<math display="block"/);
        // The source of a cell is escaped.
        assert.match(page, /=&gt;/);

        assert.equal(failures.length, failing.length);
        assert.ok(
          failures.some((failure) =>
            /^throwing\.ipynb, cell 2 \("throw new Error\("boom"\);"\): the cell failed\n.*Error: boom/s.test(
              failure,
            ),
          ),
          failures.join('\n'),
        );
        for (const { notebook, cell, line, reason, message } of failing) {
          const name = path.basename(notebook);
          const end = events[name].at(-1)!;
          assert.ok(end.event === 'failure', name);
          assert.equal(end.cell, cell, name);
          if (line !== undefined) assert.equal(end.line, line);
          assert.match(end.reason, reason);
          assert.match(end.message, message);
          assert.ok(!end.message.includes('\u001b'));
          assert.ok(
            failures.some((failure) => failure.startsWith(name) && failure.includes(end.reason)),
            name,
          );
        }
        assert.deepEqual(readdirSync(outputFolder).sort(), ['good.html', 'good.ipynb']);
      },
    ),

    suite.test('a cell that never ends, even one that blocks the kernel', async () => {
      const { events, failures } = await execute(
        [writeNotebook('endless', ['1 + 1', 'while (true) {}'])],
        8,
      );
      const end = events['endless.ipynb'].at(-1)!;
      assert.ok(
        end.event === 'failure' && end.cell === 2 && /took longer than 8 s/.test(end.reason),
        JSON.stringify(end),
      );
      assert.match(failures.join(), /^endless\.ipynb, cell 2 /);
      assert.ok(!existsSync(path.join(outputFolder, 'endless.ipynb')), 'a failure writes nothing');
    }),

    suite.test('three at a time', async () => {
      // Each waits, in both of its cells, until two others have come as far.
      const meet = (
        name: string,
      ): string => `require('fs').writeFileSync(${JSON.stringify(`${meetings}/`)} + '${name}-' + process.pid, '');
const present = () => require('fs').readdirSync(${JSON.stringify(meetings)}) as string[];
while (present().filter((file) => file.startsWith('${name}')).length < 3) {
  await new Promise((done) => setTimeout(done, 20));
}`;
      const meetings = path.dirname(writeNotebook('meetings', []));
      const notebooks = Array.from({ length: 5 }, (_, index) =>
        writeNotebook(`waiting-${index}`, [meet('first'), meet('second')]),
      );
      let most = 0;
      const running = new Set<string>();
      const onEvent = (notebook: string, { event }: ExecutionEvent): void => {
        if (event === 'cell') running.add(notebook);
        most = Math.max(most, running.size);
        if (event === 'done') running.delete(notebook);
      };
      assert.deepEqual(
        await executeNotebooks({
          notebooks,
          outputFolder: `${outputFolder}-many`,
          timeoutSeconds: 60,
          onEvent,
        }),
        [],
      );
      assert.equal(most, 3);
    }),
  ]);
});
