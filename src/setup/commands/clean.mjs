import { readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { diskUse, megabytes } from '../files.mjs';
import { withSetupLock } from '../lock.mjs';
import { SetupError } from '../messages.mjs';
import { inRoot, madeBySetup } from '../project.mjs';
import { runProcess } from '../runProcess.mjs';
import { halfMade } from '../steps/libraryBuild.mjs';

export const usage = `Usage: npm run clean [-- --dry-run] [-- --all --yes]

Removes what set-up made (${madeBySetup.join(', ')}); any command makes it anew.
  --dry-run   only lists it
  --all       also downloaded and simulated data, your own run records, your figures
              (everything in data/ and figures/ that git ignores); needs --yes`;

export const options = { all: { type: 'boolean' }, yes: { type: 'boolean' }, 'dry-run': { type: 'boolean' } };

/** What git ignores below data/ and figures/: whatever the package ships stays. */
async function ownResults() {
  const args = ['ls-files', '--others', '--ignored', '--exclude-standard', '--directory', '-z', 'data', 'figures'];
  const listed = await runProcess('git', args).catch(() => {
    throw new SetupError('--all needs git to tell your results from the shipped ones, and git cannot read this folder: remove them by hand from data/ and figures/.');
  });
  return listed.split('\0').filter(Boolean);
}

/** The lock of this very command lives in .cache: everything else of it goes. */
function remove(name) {
  const names = name === '.cache' ? readdirSync(inRoot(name)).filter((entry) => !entry.startsWith('setup.lock')) : [''];
  for (const entry of names) rmSync(path.join(inRoot(name), entry), { recursive: true, force: true });
}

export const run = ({ all, yes, 'dry-run': isDryRun }) =>
  withSetupLock(async () => {
    const names = [...madeBySetup, ...halfMade(), ...(all ? await ownResults() : [])];
    const sizes = await Promise.all(names.map((name) => diskUse(inRoot(name))));
    names.forEach((name, i) => sizes[i] > 0 && console.log(`${megabytes(sizes[i]).padStart(8)}  ${name}`));
    if (all && !yes && !isDryRun) throw new SetupError('Nothing was removed: --all deletes the data, records and figures listed above for good, add --yes to do it.');
    if (!isDryRun) names.forEach(remove);
    console.log(`${megabytes(sizes.reduce((sum, bytes) => sum + bytes, 0))} ${isDryRun ? 'would be freed' : 'freed'}.`);
  });
