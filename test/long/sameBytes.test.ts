import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, test } from 'node:test';
import { promisify } from 'node:util';
import type { RunReport } from '../../src/cli/trainCommand';
import { createRecordStore } from '../../src/runs/recordStore';
import { runCli } from '../cli/runCli';
import { writeTinyFolder } from '../cli/tinyFolder';

const root = resolve(__dirname, '../..');
const run = promisify(execFile);
const folder = mkdtempSync(join(tmpdir(), 'same-bytes-'));
after(() => rmSync(folder, { recursive: true }));

/**
 * DAE_NR_CLONE_OPTIONS: other options for `reproduce` than the whole smoke preset, for a quick
 * look.
 */
const options = (process.env.DAE_NR_CLONE_OPTIONS ?? '--preset smoke').split(' ');

/** Clones what is committed, sets it up and reproduces in it. */
async function cloned(name: string): Promise<string> {
  const clone = join(folder, name);
  await run('git', ['clone', '--quiet', root, clone]);
  const environment = { ...process.env, DAE_NR_RECORDS: join(clone, 'records') };
  await run(
    'npm',
    ['run', '--silent', 'reproduce', '--', ...options, '--output', join(clone, 'saved')],
    { cwd: clone, env: environment, maxBuffer: 1e8 },
  );
  return clone;
}

/**
 * Tables, and figures as data: all that is the same wherever it is made; pictures and pages are
 * drawn by programs of the machine. The table of the rivals has the seconds that they took: of it
 * the JSON is compared, without these.
 */
const tables = (clone: string): string[] =>
  readdirSync(join(clone, 'saved'))
    .filter((name) => /\.(csv|md|json)$/.test(name) && !/^rivals\.(csv|md)$/.test(name))
    .sort();
const contentOf = (clone: string, name: string): string =>
  readFileSync(join(clone, 'saved', name), 'utf8').replace(/"fitting_seconds":\s*[\d.]+/g, '');

test('two fresh clones: tables, figures and weights byte for byte, records but for how they were made', {
  timeout: 4 * 3_600_000,
}, async (context) => {
  const [first, second] = [await cloned('first'), await cloned('second')];
  assert.ok(tables(first).length > 0);
  assert.deepEqual(tables(first), tables(second));
  for (const name of tables(first))
    assert.ok(contentOf(first, name) === contentOf(second, name), name);
  const [one, other] = [first, second].map((clone) => createRecordStore(join(clone, 'records')));
  assert.deepEqual(one.hashes(), other.hashes());
  for (const hash of one.hashes()) {
    assert.deepEqual(
      { ...one.read(hash), provenance: null },
      { ...other.read(hash), provenance: null },
    );
    const [weights, others] = [one, other].map((store) =>
      readFileSync(join(store.folder, `${hash}.safetensors`)),
    );
    assert.ok(weights.equals(others), hash);
  }
  context.diagnostic(
    `${options.join(' ')}: ${tables(first).length} tables and figures and ` +
      `${one.hashes().length} records are the same in two clones`,
  );
});

/**
 * After six steps scores differ by up to 8e-6 between threads and between native and WASM; the
 * difference grows with the steps.
 */
const relativeTolerance = 5e-5;

test('native with one and two threads, and WASM, agree in every score', async (context) => {
  await writeTinyFolder(join(folder, 'tiny'));
  const scores: RunReport[] = [];
  for (const [name, variant] of Object.entries({
    reference: ['--threads', '1'],
    threads: ['--threads', '2'],
    wasm: ['--backend', 'wasm'],
  })) {
    const parameters = [
      '--data',
      join(folder, 'tiny'),
      '--region',
      '3',
      '--model',
      'CAE-FR2',
      '--preset',
      'smoke',
      '--set',
      'maxSteps=6',
      '--json',
      ...variant,
    ];
    const { status, stdout, stderr } = await runCli('train', parameters, {
      DAE_NR_RECORDS: join(folder, name),
    });
    assert.equal(status, 0, stderr);
    scores.push(JSON.parse(stdout) as RunReport);
  }
  assert.deepEqual(
    scores.map(({ backend, threads }) => [backend, threads]),
    [
      ['tensorflow', 1],
      ['tensorflow', 2],
      ['wasm', 1],
    ],
  );
  const [reference, ...others] = scores;
  for (const other of others) {
    for (const score of ['mse', 'psnr', 'ssim', 'pcc', 'validation'] as const) {
      const difference = Math.abs(other[score]! / reference[score]! - 1);
      context.diagnostic(
        `${other.backend} with ${other.threads} threads, ${score}: relative difference ` +
          `${difference.toExponential(1)}`,
      );
      assert.ok(difference < relativeTolerance, score);
    }
  }
});
