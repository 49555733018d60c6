import { Command, CommanderError } from 'commander';
import { UserError } from '../errors';
import { statusLine } from './statusLine';

const exitStatus = { failed: 1, usersMistake: 2, interrupted: 130 } as const;

/** A command of `npm run`, whose mistakes end as one sentence and status 2. */
export function createCommand(name: string, description: string): Command {
  return new Command(`npm run ${name} --`)
    .description(description)
    .helpOption('-h, --help', 'show this help')
    .showHelpAfterError(`(npm run ${name} -- --help shows what there is)`)
    .allowExcessArguments(false)
    .exitOverride();
}

/**
 * Runs a command to its end and sets the exit status: what it returns, 2 for a user's mistake, 1
 * for an error of ours.
 * @param run returns the status; nothing counts as 0
 */
export async function runCommand(run: () => Promise<void> | Promise<number>): Promise<void> {
  try {
    const status = (await run()) ?? 0;
    // What is still running then is not worth waiting for.
    if (status === exitStatus.interrupted) process.exit(status);
    process.exitCode = status;
  } catch (error) {
    // commander has printed help or the mistake already.
    if (error instanceof CommanderError) {
      process.exitCode = error.exitCode === 0 ? 0 : exitStatus.usersMistake;
      return;
    }
    const isMistake = error instanceof UserError;
    process.stderr.write(
      `${isMistake ? error.message : error instanceof Error ? error.stack : String(error)}\n`,
    );
    process.exitCode = isMistake ? exitStatus.usersMistake : exitStatus.failed;
  }
}

/**
 * Ctrl-C or a terminating signal as an AbortSignal; the first one tells the user what will happen,
 * the second one ends the process at once.
 */
export function interruptSignal(
  text = '\nStopping; finished runs are kept. The same command goes on from there.',
): AbortSignal {
  const controller = new AbortController();
  const interrupt = (): void => {
    if (controller.signal.aborted) process.exit(exitStatus.interrupted);
    statusLine.note(text);
    controller.abort();
  };
  process.on('SIGINT', interrupt).on('SIGTERM', interrupt);
  return controller.signal;
}
