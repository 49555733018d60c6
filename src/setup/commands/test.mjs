import { readdirSync } from 'node:fs';
import path from 'node:path';
import { SetupError, timed } from '../messages.mjs';
import { prepare } from '../prepare.mjs';
import { inRoot } from '../project.mjs';
import { runForeground } from '../runProcess.mjs';
import { compile } from '../steps/libraryBuild.mjs';

export const usage = `Usage: npm test [-- PART OF A FILE NAME ...] [-- --test-name-pattern=REGEX]

Sets up, checks the types of src and test, runs the tests with node's runner.
  npm test -- metrics            only files whose path contains "metrics"
  npm test -- slow               those of test/slow, which take minutes and run only when asked for
  npm test -- long               those of test/long: a hundred kills, ten thousand malformed files
                                 for every reader, two clones; an hour or more
  npm test -- --test-name-pattern=ceiling`;

function testFiles(filters) {
  const names = readdirSync(inRoot('test'), { recursive: true })
    .map((name) => path.join('test', name))
    .sort();
  const files = names.filter((name) => /\.test\.(ts|mjs)$/.test(name));
  const isUsual = (name) => !['slow', 'long'].includes(path.basename(path.dirname(name)));
  const chosen = files.filter((name) =>
    filters.length === 0 ? isUsual(name) : filters.some((part) => name.includes(part)),
  );
  if (chosen.length > 0) return chosen;
  throw new SetupError(
    `None of the ${files.length} test files matches "${filters.join('", "')}": give a part ` +
      'of a path such as metrics.',
  );
}

export async function run(args) {
  const files = testFiles(args.filter((arg) => !arg.startsWith('-')));
  await prepare();
  await timed('type check', 'src and test', () =>
    compile(
      'test/tsconfig.json',
      '--incremental',
      '--tsBuildInfoFile',
      inRoot('.cache/test.tsbuildinfo'),
    ),
  );
  const options = ['--import', 'tsx', '--test', '--test-concurrency=2', '--test-reporter=spec'];
  // One thread each, as in the workers: results repeat at a fixed thread count only.
  const env = { ...process.env, TF_NUM_INTRAOP_THREADS: '1', TF_NUM_INTEROP_THREADS: '1' };
  return runForeground(
    process.execPath,
    [...options, ...args.filter((arg) => arg.startsWith('-')), ...files],
    { env },
  );
}
