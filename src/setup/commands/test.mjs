import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { SetupError, timed } from '../messages.mjs';
import { prepare } from '../prepare.mjs';
import { inRoot, root } from '../project.mjs';
import { ProcessFailure, runForeground, runProcess } from '../runProcess.mjs';

const usage = `Usage: npm test [-- PART OF A FILE NAME ...] [-- --test-name-pattern=REGEX]

Sets up, checks the types of src and test, runs the tests with node's runner.
  npm test -- metrics            only files whose path contains "metrics"
  npm test -- slow               those of test/slow, which take minutes and run only when they are asked for
  npm test -- --test-name-pattern=ceiling`;

function testFiles(filters) {
  const folder = inRoot('test');
  const files = readdirSync(folder, { recursive: true })
    .map((name) => path.join('test', name))
    .filter((name) => /\.test\.(ts|mjs)$/.test(name))
    .sort();
  const isSlow = (name) => path.dirname(name) === path.join('test', 'slow');
  const chosen = files.filter((name) => (filters.length === 0 ? !isSlow(name) : filters.some((part) => name.includes(part))));
  if (chosen.length === 0) {
    throw new SetupError(`None of the ${files.length} test files matches "${filters.join('", "')}": give a part of a path such as metrics.`);
  }
  return chosen;
}

async function checkTypes() {
  const compiler = inRoot('node_modules/typescript/bin/tsc');
  const memory = ['--incremental', '--tsBuildInfoFile', inRoot('.cache/test.tsbuildinfo')];
  try {
    await runProcess(process.execPath, [compiler, '-p', inRoot('test/tsconfig.json'), ...memory]);
  } catch (failure) {
    if (!(failure instanceof ProcessFailure)) throw failure;
    throw new SetupError('The type check of src and test failed:', failure.output.trimEnd());
  }
}

/** Node prints failing tests after its totals; they are repeated so that the last line carries them. */
function printTotals(file) {
  if (!existsSync(file)) throw new SetupError('The test runner ended without totals.');
  const { tests, pass, fail, skipped, duration_ms: milliseconds } = JSON.parse(readFileSync(file, 'utf8'));
  rmSync(file);
  console.log(`\n${tests} tests in ${Math.round(milliseconds / 1000)} s\n${pass} passed, ${fail} failed, ${skipped} skipped`);
}

export async function run(args) {
  if (args.includes('--help') || args.includes('-h')) {
    console.log(usage);
    return 0;
  }
  const files = testFiles(args.filter((arg) => !arg.startsWith('-')));
  await prepare();
  await timed('type check', 'src and test', checkTypes);
  mkdirSync(inRoot('.cache'), { recursive: true });
  const totals = inRoot('.cache', `test-totals-${process.pid}.json`);
  const reporter = pathToFileURL(inRoot('src/setup/totalsReporter.mjs')).href;
  const status = await runForeground(
    process.execPath,
    [
      ...['--import', 'tsx', '--test', '--test-concurrency=2'],
      ...['--test-reporter=spec', '--test-reporter-destination=stdout'],
      ...[`--test-reporter=${reporter}`, `--test-reporter-destination=${totals}`],
      ...args.filter((arg) => arg.startsWith('-')),
      ...files,
    ],
    // One thread each, as in the workers: results repeat at a fixed thread count only.
    { cwd: root, env: { ...process.env, TF_NUM_INTRAOP_THREADS: '1', TF_NUM_INTEROP_THREADS: '1' } },
  );
  printTotals(totals);
  return status;
}
