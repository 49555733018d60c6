import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { RunReport } from '../../src/cli/trainCommand';
import { runCli } from './runCli';
import { writeTinyFolder } from './tinyFolder';

let folder: string;
let records: NodeJS.ProcessEnv;
before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'cli-'));
  records = { DAE_NR_RECORDS: join(folder, 'records') };
  await writeTinyFolder(join(folder, 'tiny'));
});
after(() => rmSync(folder, { recursive: true }));

const mistakes: readonly [name: string, parameters: readonly string[], sentence: RegExp][] = [
  ['an unknown model', ['--model', 'CAE-XX2'], /Unknown model "CAE-XX2"/],
  ['a region that is not there', ['--region', '2'], /"tiny" has no region 2; it has 1, 3\./],
  [
    'an unknown hyper-parameter',
    ['--set', 'gamma=1'],
    /"gamma" is no hyper-parameter; there are alpha, beta/,
  ],
  ['a hyper-parameter that is no number', ['--set', 'beta=much'], /"much" is no value for beta/],
  ['a negative weight', ['--set', 'beta=-1'], /"-1" is no value for beta/],
  ['an empty value', ['--set', 'beta='], /"" is no value for beta/],
  ['a seed that is no integer', ['--seed', '1.5'], /not negative/],
  [
    'a number of steps that is no number',
    ['--set', 'maxSteps=many'],
    /"many" is no value for maxSteps/,
  ],
  ['an unknown backend', ['--backend', 'webgl'], /native, wasm, cpu/],
  ['an unknown preset', ['--preset', 'slow'], /smoke, quick, paper/],
  ['a task that the model cannot do', ['--model', 'CAE', '--task', 'NRS'], /predicts no responses/],
  ['an unknown option', ['--modle', 'CAE'], /--modle/],
  ['a word too many', ['CAE'], /too many arguments/],
  ['a folder that is not there', ['--data', '/nowhere'], /\/nowhere/],
];

test('a mistake is one sentence on stderr, nothing on stdout, status 2', async (context) => {
  // Pairs in parallel: starting a process is most of the time.
  for (let first = 0; first < mistakes.length; first += 2) {
    await Promise.all(
      mistakes.slice(first, first + 2).map(async ([name, parameters, sentence]) => {
        const { status, stdout, stderr } = await runCli(
          'train',
          ['--data', join(folder, 'tiny'), ...parameters],
          records,
        );
        await context.test(name, () => {
          assert.match(stderr, sentence);
          assert.doesNotMatch(stderr, /^\s+at /m);
          assert.equal(stdout, '');
          assert.equal(status, 2);
        });
      }),
    );
  }
});

test('one JSON line on stdout, progress on stderr; the second time from the record; the same again with --fresh', async () => {
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
    '--set',
    'validationInterval=3',
    '--set',
    'beta=0.5',
    '--seed',
    '0',
    '--json',
  ];
  const first = await runCli('train', parameters, records);
  assert.equal(first.status, 0, first.stderr);
  assert.equal(first.stdout.trimEnd().split('\n').length, 1);
  const report = JSON.parse(first.stdout) as RunReport;
  assert.deepEqual(
    [
      report.status,
      report.dataset,
      report.kind,
      report.region,
      report.model,
      report.task,
      report.seed,
      report.steps,
      report.threads,
      report.fromStore,
    ],
    ['finished', 'tiny', 'real', 3, 'CAE-FR2', 'IR', 0, 6, 1, null],
  );
  assert.ok(
    [report.mse, report.psnr, report.ssim, report.pcc, report.validation].every(Number.isFinite),
  );
  assert.match(first.stderr, /region 3 CAE-FR2 IR seed 0: stage 1, step 3 of at most 6/);

  const second = JSON.parse((await runCli('train', parameters, records)).stdout) as RunReport;
  assert.deepEqual(second, { ...report, fromStore: 'local' });
  const shown = (await runCli('train', withoutJson(parameters), records)).stdout;
  assert.match(shown, /^psnr .* dB$/m);
  assert.match(shown, /^validation .*\(MSE of the validation images\)$/m);
  assert.match(shown, /^source +a record of this machine$/m);
  assert.match(
    shown,
    new RegExp(`^weights .*${report.hash}\\.safetensors \\(safetensors\\)$`, 'm'),
  );

  const fresh = JSON.parse(
    (await runCli('train', [...parameters, '--fresh'], records)).stdout,
  ) as RunReport;
  assert.deepEqual({ ...fresh, seconds: report.seconds }, report);
  assert.deepEqual(readdirSync(join(folder, 'records')).sort(), [
    `${report.hash}.json.gz`,
    `${report.hash}.safetensors`,
  ]);
});

const withoutJson = (parameters: readonly string[]): string[] =>
  parameters.filter((parameter) => parameter !== '--json');

test('--backend wasm trains on WASM and its record says so', async () => {
  const parameters = [
    '--data',
    join(folder, 'tiny'),
    '--region',
    '3',
    '--model',
    'CAE',
    '--preset',
    'smoke',
    '--set',
    'maxSteps=2',
    '--seed',
    '7',
    '--backend',
    'wasm',
  ];
  const { status, stdout, stderr } = await runCli('train', [...parameters, '--json'], {
    ...records,
    DAE_NR_BACKEND: 'cpu',
  });
  assert.equal(status, 0, stderr);
  const { backend, threads } = JSON.parse(stdout) as RunReport;
  assert.deepEqual([backend, threads], ['wasm', 1]);
});

test('--help of no command loads tfjs, which would refuse this backend', async () => {
  for (const command of ['train', 'search', 'records', 'data']) {
    const { status, stdout, stderr } = await runCli(command, ['--help'], {
      DAE_NR_BACKEND: 'none',
    });
    assert.equal(status, 0, stderr);
    assert.match(stdout, new RegExp(`npm run ${command}`));
  }
});
