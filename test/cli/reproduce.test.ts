import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { runCli } from './runCli';
import { writeTinyFolder } from './tinyFolder';

let folder: string;
before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'reproduce-'));
  await writeTinyFolder(join(folder, 'tiny'));
});
after(() => rmSync(folder, { recursive: true }));

const mistakes: readonly [
  name: string,
  command: string,
  parameters: readonly string[],
  sentence: RegExp,
][] = [
  [
    'an unknown item',
    'reproduce',
    ['--only', 'table2,table99'],
    /There is no item table99; choose from .*table2/,
  ],
  ['no seeds', 'reproduce', ['--seeds', '0'], /positive integer/],
  [
    'a second training of everything by an engine',
    'reproduce',
    ['--engine', 'snakemake', '--fresh'],
    /cannot be used with option '--fresh'/,
  ],
  ['no workers', 'reproduce', ['--workers', '-1'], /positive integer/],
  [
    'a search in a region that is not there',
    'search',
    ['--regions', '7'],
    /has no region 7; it has 1, 3/,
  ],
];

test('a mistake is one sentence on stderr, nothing on stdout, status 2, and leaves nothing behind', async (context) => {
  for (let first = 0; first < mistakes.length; first += 2) {
    await Promise.all(
      mistakes.slice(first, first + 2).map(async ([name, command, parameters, sentence]) => {
        const { status, stdout, stderr } = await runCli(command, [
          '--data',
          join(folder, 'tiny'),
          '--output',
          join(folder, 'out'),
          ...parameters,
        ]);
        await context.test(name, () => {
          assert.match(stderr, sentence);
          assert.equal(stdout, '');
          assert.equal(status, 2);
        });
      }),
    );
  }
  assert.deepEqual(readdirSync(folder), ['tiny']);
});

test('--help says what there is', async () => {
  const { status, stdout } = await runCli('reproduce', ['--help']);
  assert.equal(status, 0);
  for (const option of [
    '--preset',
    '--data',
    '--only',
    '--seeds',
    '--workers',
    '--from-records',
    '--fresh',
  ]) {
    assert.ok(stdout.includes(option), option);
  }
});

test('--help of no command loads tfjs, which would refuse this backend', async () => {
  for (const command of ['reproduce', 'train', 'search']) {
    const { status, stdout, stderr } = await runCli(command, ['--help'], {
      DAE_NR_BACKEND: 'none',
    });
    assert.equal(status, 0, stderr);
    assert.match(stdout, /--backend <name>.*"native", "wasm", "cpu"/s);
  }
});
