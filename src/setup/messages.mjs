import { parseArgs } from 'node:util';

/**
 * Something about the machine or the network that the user can put right.
 * `message` is one sentence: what is wrong and what to do; `details` is what the failing tool said.
 */
export class SetupError extends Error {
  constructor(message, details) {
    super(message);
    this.name = 'SetupError';
    this.details = details;
  }
}

/** Progress goes to stderr: stdout belongs to the command's result. */
export const say = (line) => process.stderr.write(`set-up: ${line}\n`);

/** Runs `work` and says what it is, with size and time to expect, and when it is done. */
export async function timed(title, expectation, work) {
  const begin = Date.now();
  say(`${title} (${expectation}) ...`);
  const remark = await work();
  say(
    `${title}: done in ${Math.round((Date.now() - begin) / 1000)} s${remark ? `, ${remark}` : ''}`,
  );
}

/**
 * The options of a command.
 * @throws SetupError for one that it does not have
 */
export function readOptions(args, usage, options) {
  try {
    return parseArgs({ args, options }).values;
  } catch (error) {
    throw new SetupError(`${error.message.split('. ')[0]}.`, usage);
  }
}
