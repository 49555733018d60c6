import { readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { diskUse, megabytes } from '../disk.mjs';
import { withSetupLock } from '../lock.mjs';
import { inRoot, madeBySetup, root } from '../project.mjs';
import { runProcess } from '../runProcess.mjs';
import { SetupError } from '../setupError.mjs';
import { readOptions } from './help.mjs';

const usage = `Usage: npm run clean [-- --dry-run] [-- --all --yes]

Removes what set-up made (${madeBySetup.join(', ')}); any command makes it anew.
  --dry-run   only lists it
  --all       also downloaded and simulated data, your own run records, your figures
              (everything in data/ and figures/ that git ignores); needs --yes`;

/** What git ignores below data/ and figures/: whatever the package ships stays. */
async function ownResults() {
  const args = ['ls-files', '--others', '--ignored', '--exclude-standard', '--directory', '-z', 'data', 'figures'];
  const listed = await runProcess('git', args).catch(() => {
    throw new SetupError('--all needs git to tell your results from the shipped ones, and git cannot read this folder: remove them by hand from data/ and figures/.');
  });
  return listed.split('\0').filter(Boolean);
}

/** The lock of a running set-up lives in .cache: everything else of it goes. */
function remove(name) {
  if (name !== '.cache') return rmSync(inRoot(name), { recursive: true, force: true });
  for (const entry of readdirSync(inRoot(name))) {
    if (!entry.startsWith('setup.lock')) rmSync(path.join(inRoot(name), entry), { recursive: true, force: true });
  }
}

export async function run(args) {
  const options = readOptions(args, usage, {
    all: { type: 'boolean' },
    yes: { type: 'boolean' },
    'dry-run': { type: 'boolean' },
  });
  if (!options) return 0;
  return withSetupLock(async () => {
    const halfMade = readdirSync(root).filter((name) => name.startsWith('dist.partial-'));
    const names = [...madeBySetup, ...halfMade, ...(options.all ? await ownResults() : [])];
    let total = 0;
    for (const name of names) {
      const bytes = await diskUse(inRoot(name));
      if (bytes > 0) console.log(`${megabytes(bytes).padStart(8)}  ${name}`);
      total += bytes;
    }
    if (options['dry-run']) {
      console.log(`${megabytes(total)} would be freed.`);
      return 0;
    }
    if (options.all && !options.yes) {
      throw new SetupError('Nothing was removed: --all deletes the data, records and figures listed above for good, add --yes to do it.');
    }
    names.forEach(remove);
    console.log(`${megabytes(total)} freed.`);
    return 0;
  });
}
