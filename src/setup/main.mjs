import { readFileSync } from 'node:fs';
import { adoptBackend } from './backend.mjs';
import { SetupError } from './messages.mjs';
import { prepare } from './prepare.mjs';
import { inRoot } from './project.mjs';
import { runForeground } from './runProcess.mjs';

/** Commands that set-up brings itself; the other npm scripts are files of src/cli. */
const ownCommands = {
  setup: () => import('./commands/setup.mjs'),
  build: () => import('./commands/build.mjs'),
  doctor: () => import('./commands/doctor.mjs'),
  clean: () => import('./commands/clean.mjs'),
  lab: () => import('./commands/lab.mjs'),
  test: () => import('./commands/test.mjs'),
};

function libraryCommands() {
  const { scripts } = JSON.parse(readFileSync(inRoot('package.json'), 'utf8'));
  return Object.keys(scripts).filter((name) => !Object.hasOwn(ownCommands, name) && scripts[name].includes('run.mjs'));
}

async function runLibraryCommand(command, args) {
  const onlyHelp = args.includes('--help') || args.includes('-h');
  await prepare(onlyHelp ? ['npmDependencies', 'build'] : undefined);
  // The bench is a tool of development: it lies with the tests and is not part of the build.
  const script = command === 'bench' ? ['--import', 'tsx', inRoot('test/bench/bench.ts')] : [inRoot('dist/cli', `${command}.js`)];
  return runForeground(process.execPath, [...script, ...args]);
}

async function dispatch([command, ...args]) {
  adoptBackend(args);
  if (Object.hasOwn(ownCommands, command ?? '')) return (await ownCommands[command]()).run(args);
  if (libraryCommands().includes(command)) return runLibraryCommand(command, args);
  const known = [...libraryCommands(), ...Object.keys(ownCommands)].sort().join(', ');
  throw new SetupError(`"${command ?? ''}" is not a command of dae-nr; there are ${known}.`);
}

/** Runs one command and sets the exit status; a SetupError ends as its one sentence. */
export async function main(args) {
  try {
    process.exitCode = await dispatch(args);
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    process.stderr.write(`\n${error.message}\n`);
    if (error.details) process.stderr.write(`\n${error.details}\n`);
    process.exitCode = 1;
  }
}
