import { createCommand, runCommand } from './main';
import { applyBackendOption, backendOption } from './options/backendOption';
import { nonNegativeNumber, positiveInteger } from './options/numbers';
import type { RecordsOptions } from './recordsWithin';

const command = createCommand(
  'records',
  'Makes the records that come with the package (simulated data, preset paper), the most important first, for so many hours. '
  + 'Stopped at any moment, it goes on where it was when it is started again; at the end it says what is there and what is missing.',
)
  .requiredOption('--hours <h>', 'after that no further training is started; 0 only counts', nonNegativeNumber)
  .option('--workers <n>', 'trainings at the same time (default: one a core, as far as the memory goes)', positiveInteger)
  .addOption(backendOption())
  .option('--no-publish', 'leave the records in data/records/local instead of copying them to data/records/simulated-paper as runs end')
  .addHelpText('after', '\nExamples:\n  npm run records -- --hours 8\n  npm run records -- --hours 0');

async function run(): Promise<number> {
  const options = command.parse().opts<RecordsOptions>();
  applyBackendOption(options);
  // Only now: it loads tfjs, whose backend is chosen by then, and which --help has no use for.
  const { recordsWithin } = await import('./recordsWithin.js');
  return recordsWithin(options);
}

void runCommand(run);
