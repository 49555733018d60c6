import { relative } from 'node:path';
import { InvalidArgumentError } from 'commander';
import { formattedTable, plainTable } from '../figures/table';
import { headlineRegions } from '../paper/cells';
import { defaultChoices } from '../paper/hyperparameters';
import {
  axes,
  bestValue,
  chooseFrom,
  isOnEdge,
  planSearch,
  readTrials,
  type Axis,
} from '../paper/search';
import { searchReportFile, type SearchReport } from '../paper/searchReport';
import { openPlan } from '../paper/specify';
import { localRecordsFolder } from '../runs/recordLibrary';
import { createRecordStore } from '../runs/recordStore';
import { userPath } from '../userPath';
import { writeWhole } from '../writeWhole';
import {
  addBackendOption,
  addDataOptions,
  type DataOptions,
  hoursFromNow,
  openData,
  positiveInteger,
  workersOption,
} from './commandOptions';
import { createCommand, interruptSignal, runCommand } from './main';
import { statusLine } from './statusLine';
import { trainShowing } from './trainingDisplay';

interface SearchOptions extends DataOptions {
  readonly regions?: readonly number[];
  readonly seeds: number;
  readonly axes?: readonly Axis[];
  readonly hours?: Date;
  readonly workers?: number;
  readonly output?: string;
}

function axisList(text: string): readonly Axis[] {
  const chosen = text.split(',').map((part) => part.trim());
  const found = axes.filter(({ name }) => chosen.some((part) => name.startsWith(part)));
  if (found.length === 0)
    throw new InvalidArgumentError(
      `No axis begins like that; there are: ${axes.map(({ name }) => name).join('; ')}.`,
    );
  return found;
}

const command = addBackendOption(
  addDataOptions(
    createCommand(
      'search',
      'Tries every weight at the same values for a model and its rival, and chooses on ' +
        'validation data; the test images have no part in it. ' +
        'Stopped at any moment, it goes on where it was when it is started again.',
    ),
  ),
)
  .option(
    '--regions <numbers>',
    'regions or sessions of the data set, separated by commas (default: 1 and 3, or the two ' +
      'that its results rest on)',
    (text: string) => text.split(',').map(positiveInteger),
  )
  .option('--seeds <n>', 'trainings of every value', positiveInteger, 2)
  .option(
    '--axes <beginnings>',
    'only these weights, for example "activation,alpha" (default: all)',
    axisList,
  )
  .option('--hours <h>', 'after that no further training is started', hoursFromNow)
  .addOption(workersOption)
  .option('--output <file>', 'another file for the report (default: data/search/<data>.json)');

/** The weights as a table; notebook 04 has the trials as a frame that can be sorted. */
function formatSearch({ trials, choices }: SearchReport): string {
  return plainTable(
    formattedTable(
      axes.map((axis) => {
        const [finished, best] = [
          trials.filter((trial) => trial.axis === axis.name && trial.validation !== null).length,
          bestValue(axis, trials),
        ];
        const edge =
          best !== undefined && isOnEdge(axis, best) ? 'at an end of the grid: extend it' : null;
        return {
          weight: axis.name,
          tried: axis.grid.join(', '),
          'trials with a result': finished,
          best: best?.toString(),
          used: String(axis.chosen(choices)),
          edge,
        };
      }),
    ),
  );
}

/** Two regions are enough to choose by, and leave the time for two seeds. */
function searchRegions(regions: readonly number[]): readonly number[] {
  return [1, 3].every((region) => regions.includes(region))
    ? [1, 3]
    : headlineRegions({ regions }).slice(0, 2);
}

async function search(options: SearchOptions): Promise<number> {
  const { data, rectify, seeds, hours: until, workers } = options;
  const dataset = await openData(options, options.regions ?? []);
  const regions = options.regions ?? searchRegions(dataset.regions);
  const store = createRecordStore(localRecordsFolder(), { onProblem: statusLine.note });
  const plan = { ...openPlan(dataset, 'paper', seeds, defaultChoices), regions };
  const signal = interruptSignal();
  await trainShowing(
    planSearch(plan, options.axes ?? axes).map(({ specification }) => specification),
    { store, data: { name: data, rectify }, workers, until, signal },
  );
  const { name, kind, fingerprint } = dataset.identity;
  const trials = readTrials(planSearch(plan), store.read);
  const report: SearchReport = {
    dataset: { name, kind, fingerprint },
    around: defaultChoices,
    trials,
    choices: chooseFrom(defaultChoices, trials),
  };
  const output = userPath(options.output ?? searchReportFile(dataset.identity));
  // One line a trial.
  const text = JSON.stringify(report, null, 1).replace(/\{\n\s+"axis"[^}]+\}/g, (trial) =>
    trial.replace(/\s+/g, ' '),
  );
  await writeWhole(output, `${text}\n`);
  process.stdout.write(
    `${formatSearch(report)}\nAll trials are in ${relative(process.cwd(), output)}.\n`,
  );
  return signal.aborted ? 130 : 0;
}

void runCommand(() => search(command.parse().opts<SearchOptions>()));
