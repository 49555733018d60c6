import { openPlan } from '../paper/specify';
import { recordPlan, shippedParts } from '../paper/recordPlan';
import { publishRecord, writeRecordIndex } from '../runs/publishRecord';
import type { RunRecord } from '../runs/record';
import { committedRecordsFolder, localRecordsFolder } from '../runs/recordLibrary';
import { createRecordStore } from '../runs/recordStore';
import { runLabel, type RunSpecification } from '../runs/specification';
import { specificationHash } from '../runs/specificationHash';
import {
  addBackendOption,
  addDataOptions,
  type DataOptions,
  hoursFromNow,
  openData,
  workersOption,
} from './commandOptions';
import { createCommand, interruptSignal, runCommand } from './main';
import { statusLine } from './statusLine';
import { trainShowing } from './trainingDisplay';

interface RecordsOptions extends DataOptions {
  readonly hours: Date;
  readonly workers?: number;
}

const command = addBackendOption(
  addDataOptions(
    createCommand(
      'records',
      'Makes the records of a data set that come with the package (preset paper), the most ' +
        'important first, for so many hours. ' +
        'Stopped at any moment, it goes on where it was when it is started again; at the end ' +
        'it says what is there and what is missing.',
    ),
  ),
)
  .requiredOption(
    '--hours <h>',
    'after that no further training is started; 0 only counts',
    hoursFromNow,
  )
  .addOption(workersOption)
  .addHelpText(
    'after',
    '\nExamples:\n  npm run records -- --hours 8\n  npm run records -- --data cowley2023 --hours 0',
  );

/** Missing runs named one by one; more are counted. */
const namedRuns = 3;

async function makeRecords(options: RecordsOptions): Promise<number> {
  const { hours: until, workers, data, rectify } = options;
  const dataset = await openData(options, []);
  const plan = openPlan(dataset, 'paper');
  const local = createRecordStore(localRecordsFolder(), { onProblem: statusLine.note });
  const committed = createRecordStore(committedRecordsFolder(dataset.identity.name), {
    onProblem: statusLine.note,
  });
  const find = (run: RunSpecification): RunRecord | undefined =>
    committed.readSettled(run) ?? local.readSettled(run);
  const allRuns = (): RunSpecification[] =>
    recordPlan(plan, find).flatMap(({ specifications }) => specifications);
  const signal = interruptSignal();
  const publish = async (runs: readonly RunSpecification[]): Promise<void> => {
    for (const run of runs) await publishRecord(run, local, committed, shippedParts(plan, run));
    await writeRecordIndex(committed);
  };
  await publish(allRuns());
  const tried = new Set<string>();
  // Asked again when all that were known are done, for those that follow from earlier results.
  while (!signal.aborted && Date.now() < until.getTime()) {
    const missing = allRuns().filter(
      (run) => find(run) === undefined && !tried.has(specificationHash(run)),
    );
    if (missing.length === 0) break;
    let publishing = Promise.resolve();
    await trainShowing(missing, {
      store: local,
      data: { name: data, rectify },
      workers,
      until,
      signal,
      onEvent: (event) => {
        if (event.kind === 'ended')
          publishing = publishing.then(() => publish([event.run.specification]));
      },
    });
    await publishing;
    missing.forEach((run) => tried.add(specificationHash(run)));
  }
  process.stdout.write(
    recordPlan(plan, find)
      .map(({ title, specifications }) => `${describeGroup(title, specifications, find)}\n`)
      .join(''),
  );
  return signal.aborted ? 130 : 0;
}

function describeGroup(
  title: string,
  runs: readonly RunSpecification[],
  find: (run: RunSpecification) => RunRecord | undefined,
): string {
  const missing = runs.filter((run) => find(run) === undefined);
  const failed = runs.filter((run) => find(run)?.status === 'failed').length;
  const more = missing.length > namedRuns ? `; and ${missing.length - namedRuns} more` : '';
  const names =
    missing.length > 0 ? ` (${missing.slice(0, namedRuns).map(runLabel).join('; ')}${more})` : '';
  return (
    `${title}: ${runs.length - missing.length - failed} there, ${failed} failed, ` +
    `${missing.length} missing${names}`
  );
}

void runCommand(() => makeRecords(command.parse().opts<RecordsOptions>()));
