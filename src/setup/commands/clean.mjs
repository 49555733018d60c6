import { madeBySetup, root } from '../project.mjs';
import { readOptions } from '../messages.mjs';
import { runForeground } from '../runProcess.mjs';

export const usage = `Usage: npm run clean [-- -n]

Removes what set-up made (${madeBySetup.join(', ')});
data, records and figures stay.
  -n   only lists it`;

export async function run(args) {
  const { list } = readOptions(args, usage, { list: { type: 'boolean', short: 'n' } });
  // Only what git ignores, so that nothing of a user goes.
  const options = ['clean', '-fdX', ...(list ? ['-n'] : [])];
  return runForeground('git', [...options, ...madeBySetup, 'dist.partial-*'], { cwd: root });
}
