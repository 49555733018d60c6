import { Command, CommanderError } from 'commander';
import { UserError } from '../errors';

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
 * Runs a command to its end and sets the exit status: what it returns, 2 for a user's mistake, 1 for an error of ours.
 * @param run returns the status; nothing counts as 0
 */
export async function runCommand(run: () => Promise<number | void>): Promise<void> {
  try {
    const status = (await run()) ?? 0;
    if (status === exitStatus.interrupted) {
      // What is still running is not worth waiting for.
      process.exit(status);
    }
    process.exitCode = status;
  } catch (error) {
    if (error instanceof CommanderError) {
      // commander has printed help or the mistake already.
      process.exitCode = error.exitCode === 0 ? 0 : exitStatus.usersMistake;
    } else if (error instanceof UserError) {
      process.stderr.write(`${error.message}\n`);
      process.exitCode = exitStatus.usersMistake;
    } else {
      process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
      process.exitCode = exitStatus.failed;
    }
  }
}

/**
 * Ctrl-C or a terminating signal as an AbortSignal; the second one ends the process at once.
 * @param onInterrupt called the first time, to tell the user what will happen
 */
export function interruptSignal(onInterrupt: () => void): AbortSignal {
  const controller = new AbortController();
  const interrupt = (): void => {
    if (controller.signal.aborted) {
      process.exit(exitStatus.interrupted);
    }
    onInterrupt();
    controller.abort();
  };
  process.on('SIGINT', interrupt).on('SIGTERM', interrupt);
  return controller.signal;
}
