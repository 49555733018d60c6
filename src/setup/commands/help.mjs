import { parseArgs } from 'node:util';
import { SetupError } from '../setupError.mjs';

/**
 * Reads the options of a command; prints `usage` and returns undefined where --help is among them.
 * @throws SetupError for an option that the command does not have
 */
export function readOptions(args, usage, options) {
  let values;
  try {
    ({ values } = parseArgs({ args, options: { help: { type: 'boolean', short: 'h' }, ...options } }));
  } catch (error) {
    throw new SetupError(`${error.message.split('. ')[0]}.`, usage);
  }
  if (!values.help) return values;
  console.log(usage);
  return undefined;
}
