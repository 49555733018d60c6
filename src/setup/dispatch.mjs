import { readFileSync } from 'node:fs';
import { adoptBackend } from './backend.mjs';
import { SetupError, readOptions } from './messages.mjs';
import { prepare, usual } from './prepare.mjs';
import { inRoot } from './project.mjs';
import { runForeground } from './runProcess.mjs';

/**
 * Commands that set-up brings itself: `usage`, `run`, and `options` where it does not pass its
 * arguments on. The others are src/cli/<name>Command.ts.
 */
const ownCommands = ['setup', 'doctor', 'lab', 'test', 'clean'];

const asksForHelp = (args) => args.includes('--help') || args.includes('-h');

async function runOwnCommand(name, args) {
  const { usage, options, run } = await import(`./commands/${name}.mjs`);
  if (asksForHelp(args)) return console.log(usage);
  return run(options ? readOptions(args, usage, options) : args);
}

async function runLibraryCommand(name, args) {
  const needed = args.some((arg) => /^--(engine|profile)/.test(arg))
    ? [...usual, 'snakemakeEnvironment']
    : usual;
  await prepare(asksForHelp(args) ? ['npmDependencies', 'build'] : needed);
  // The bench is a tool of development: it lies with the tests and is not part of the build.
  const script =
    name === 'bench'
      ? ['--import', 'tsx', inRoot('test/bench/bench.ts')]
      : [inRoot('dist/cli', `${name}Command.js`)];
  return runForeground(process.execPath, [...script, ...args]);
}

async function dispatch([name = '', ...args]) {
  adoptBackend(args);
  if (ownCommands.includes(name)) return runOwnCommand(name, args);
  const { scripts } = JSON.parse(readFileSync(inRoot('package.json'), 'utf8'));
  const known = Object.keys(scripts).filter((script) =>
    scripts[script].endsWith(`start.mjs ${script}`),
  );
  if (known.includes(name)) return runLibraryCommand(name, args);
  throw new SetupError(
    `"${name}" is not a command of dae-nr; there are ${known.sort().join(', ')}.`,
  );
}

/** Runs one command and sets the exit status; a SetupError ends as its one sentence. */
export async function main(args) {
  try {
    process.exitCode = (await dispatch(args)) ?? 0;
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    process.stderr.write(`\n${[error.message, error.details].filter(Boolean).join('\n\n')}\n`);
    process.exitCode = 1;
  }
}
