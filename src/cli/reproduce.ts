import { join, relative, resolve } from 'node:path';
import { openDataset } from '../data/dataset';
import { UserError } from '../errors';
import { experimentContext } from '../experiments/context';
import { readLossWeights } from '../experiments/lossWeightsFile';
import { selectExperiments } from '../experiments/writeItems';
import { tableMarkdown } from '../figures/tableMarkdown';
import { formatModelName } from '../models/modelName';
import { collectRuns, reproduce, type ReproduceOutcome } from '../reproduce/reproduce';
import type { ReproduceRequest } from '../reproduce/reproduceRequest';
import { publishRecords } from '../runs/publishRecords';
import { committedRecordsFolder, localRecordsFolder } from '../runs/recordFolders';
import { createRecordStore } from '../runs/recordStore';
import { runLabel } from '../runs/runLabel';
import type { PresetName, RunSpecification } from '../runs/specification';
import { defaultWorkerCount } from '../runs/workerCount';
import { createCommand, interruptSignal, runCommand } from './main';
import { addDataOptions, type DataOptions, dataSource } from './options/dataOptions';
import { itemList } from './options/itemList';
import { positiveInteger } from './options/numbers';
import { presetOption } from './options/presetOption';
import { weightsOption } from './options/weightsOption';
import { formatDuration } from './progress/formatDuration';
import { createStatusLine, type StatusLine } from './progress/statusLine';
import { createTrainingDisplay, type TrainingDisplay } from './progress/trainingDisplay';

interface ReproduceOptions extends DataOptions {
  readonly preset: PresetName;
  readonly only?: readonly string[];
  readonly seeds?: number;
  readonly weights?: string;
  readonly workers?: number;
  readonly fromRecords?: boolean;
  readonly fresh?: boolean;
  readonly output?: string;
  readonly publish?: boolean;
}

const figuresFolder = resolve(__dirname, '..', '..', 'figures');

const command = addDataOptions(createCommand(
  'reproduce',
  'Trains what is missing, executes the notebooks, and writes tables, figures and index.html to figures/<data>-<preset>/. '
  + 'Stopped at any moment, it goes on where it was when it is started again.',
))
  .addOption(presetOption())
  .option('--only <items>', 'items of the paper, for example table2,figure2 (default: all)', itemList)
  .option('--seeds <n>', 'trainings of every cell (default: smoke and quick 1, paper 5)', positiveInteger)
  .addOption(weightsOption())
  .option('--workers <n>', 'trainings at the same time (default: one a core, as far as the memory goes)', positiveInteger)
  .option('--from-records', 'train nothing; use the records that come with the package (preset paper)')
  .option('--fresh', 'train even where there is a record')
  .option('--output <folder>', 'another folder for tables and figures')
  .option('--publish', 'afterwards copy the records to data/records/simulated-paper, for a commit (simulated data, preset paper)')
  .addHelpText('after', '\nExamples:\n  npm run reproduce\n  npm run reproduce -- --preset smoke\n  npm run reproduce -- --only table2,figure2 --seeds 3\n  npm run reproduce -- --data my-recordings --preset paper');

/** One checkpoint a region is shipped: the autoencoder that notebook 00 runs over the recorded images. */
function isShippedCheckpoint(specification: RunSpecification): boolean {
  return formatModelName(specification) === 'CAE' && specification.task === 'IR' && specification.seed === 1;
}

async function publish(request: ReproduceRequest): Promise<string> {
  const local = createRecordStore(localRecordsFolder());
  const { records, checkpoints, missing } = await publishRecords(collectRuns(request), local, committedRecordsFolder(), isShippedCheckpoint);
  return `Published ${records} records and ${checkpoints} checkpoints; ${missing.length} runs have no record.`;
}

async function requestOf(options: ReproduceOptions, status: StatusLine): Promise<ReproduceRequest> {
  selectExperiments(options.only);
  const fromRecords = options.fromRecords ?? false;
  const preset = fromRecords && command.getOptionValueSource('preset') === 'default' ? 'paper' : options.preset;
  const dataset = await openDataset(options.data, { ...dataSource(options), onProgress: (stage) => status.update(stage) });
  const lossWeights = options.weights === undefined ? undefined : readLossWeights(options.weights);
  const context = experimentContext(dataset, preset, options.seeds, lossWeights);
  if (options.publish && (dataset.identity.name !== 'simulated' || preset !== 'paper' || fromRecords || lossWeights !== undefined)) {
    throw new UserError('Only records of the simulated data with preset paper are published: use --publish with --data simulated --preset paper and without --weights.');
  }
  return {
    data: dataSource(options),
    dataset,
    context,
    items: options.only,
    fromRecords,
    fresh: options.fresh ?? false,
    weightsFile: options.weights,
    workers: options.workers ?? defaultWorkerCount(),
    outputFolder: resolve(options.output ?? join(figuresFolder, `${dataset.identity.name}-${preset}`)),
  };
}

async function reproduceAll(options: ReproduceOptions): Promise<number> {
  const status = createStatusLine();
  const request = await requestOf(options, status);
  const { dataset, context, workers } = request;
  const startedAt = performance.now();
  status.note(`${dataset.identity.name} (${dataset.identity.kind} data), regions ${context.regions.join(', ')}, preset ${context.preset}, seeds ${context.seeds.join(', ')}`);
  let display: TrainingDisplay | undefined;
  const outcome = await reproduce(request, {
    signal: interruptSignal(() => status.note('\nStopping; finished runs are kept. The same command goes on from there.')),
    onProblem: status.note,
    onInventory: ({ records, missing }) => {
      const total = records.size + missing.length;
      status.note(`${total} runs: ${records.size} have a record, ${missing.length} to train in ${Math.min(workers, missing.length)} processes`);
      display = missing.length > 0 ? createTrainingDisplay(missing) : undefined;
    },
    onRun: (event) => display?.show(event),
    onTrained: () => display?.end(),
    onNotebook: (event) => {
      switch (event.kind) {
        case 'cell':
          status.update(`notebook ${event.notebook}: cell ${event.cell} of ${event.of}`);
          break;
        case 'done':
          status.note(`notebook ${event.notebook}: executed in ${formatDuration(event.seconds)}`);
          break;
        case 'failed':
          status.note(`notebook ${event.notebook}: FAILED, ${event.reason}`);
          break;
      }
    },
    onItem: (line) => status.update(`writing ${line}`),
  });
  status.end();
  if (outcome === undefined) {
    return 130;
  }
  process.stdout.write(`${closingReport(request, outcome)}\n`);
  if (options.publish) {
    status.note(await publish(request));
  }
  status.note(`Done in ${formatDuration((performance.now() - startedAt) / 1000)}.`);
  return outcome.failedRuns.length + outcome.failedNotebooks.length > 0 ? 1 : 0;
}

function closingReport({ outputFolder }: ReproduceRequest, { failedRuns, failedNotebooks, items, comparison }: ReproduceOutcome): string {
  const outside = comparison.cells.filter(({ isWithin }) => !isWithin);
  return [
    tableMarkdown(items.claims),
    comparison.sentence,
    ...outside.map(({ label, metric, retrained, committed: { low, high, seeds } }) =>
      `  outside: ${label}, ${metric} ${retrained.toPrecision(4)}, committed ${low.toPrecision(4)} to ${high.toPrecision(4)} (${seeds} seeds)`),
    ...items.warnings,
    ...failedRuns.map((record) => `Failed run: ${runLabel(record.specification)} (${record.hash}): ${record.reason}`),
    ...failedNotebooks.map((failure) => `Failed notebook: ${failure}`),
    `Tables, figures and notebooks are in ${relative(process.cwd(), outputFolder) || '.'}; open index.html there.`,
  ].join('\n');
}

void runCommand(() => reproduceAll(command.parse().opts<ReproduceOptions>()));
