import { join, relative, resolve } from 'node:path';
import { openDataset } from '../data/dataset';
import { UserError } from '../errors';
import { experimentContext } from '../experiments/context';
import { publishEvidence } from '../experiments/evidenceCache';
import { readLossWeights } from '../paper/lossWeightsFile';
import { shippedParts } from '../experiments/shippedParts';
import { selectExperiments } from '../experiments/writeItems';
import { tableMarkdown } from '../figures/tableMarkdown';
import { collectRuns, reproduce, type ReproduceOutcome } from '../reproduce/reproduce';
import type { ReproduceRequest } from '../reproduce/reproduceRequest';
import { publishRecords } from '../runs/publishRecords';
import { committedRecordsFolder, localRecordsFolder } from '../runs/recordFolders';
import { createRecordStore } from '../runs/recordStore';
import { runLabel } from '../runs/runLabel';
import type { PresetName } from '../runs/specification';
import { defaultWorkerCount } from '../runs/workerCount';
import { interruptSignal } from './main';
import type { BackendOption } from './options/backendOption';
import { type DataOptions, dataSource } from './options/dataOptions';
import { formatDuration } from './progress/formatDuration';
import { selectionRule } from './options/selectionOption';
import { createStatusLine, type StatusLine } from './progress/statusLine';
import { createTrainingDisplay, type TrainingDisplay } from './progress/trainingDisplay';

/** What `npm run reproduce` was asked for. */
export interface ReproduceOptions extends DataOptions, BackendOption {
  readonly preset: PresetName;
  readonly only?: readonly string[];
  readonly seeds?: number;
  readonly weights?: string;
  readonly selection?: string;
  readonly workers?: number;
  readonly fromRecords?: boolean;
  readonly fresh?: boolean;
  readonly output?: string;
  readonly publish?: boolean;
}

const figuresFolder = resolve(__dirname, '..', '..', 'figures');

async function publish(request: ReproduceRequest): Promise<string> {
  await publishEvidence(request.dataset);
  const local = createRecordStore(localRecordsFolder());
  const { records, checkpoints, missing } = await publishRecords(collectRuns(request), local, committedRecordsFolder(), { keeps: shippedParts });
  return `Published ${records} records and ${checkpoints} checkpoints; ${missing.length} runs have no record.`;
}

async function requestOf(options: ReproduceOptions, status: StatusLine): Promise<ReproduceRequest> {
  selectExperiments(options.only);
  const { preset, fromRecords = false } = options;
  const dataset = await openDataset(options.data, { ...dataSource(options), onProgress: (stage) => status.update(stage) });
  const lossWeights = options.weights === undefined ? undefined : readLossWeights(options.weights);
  const context = experimentContext(dataset, preset, options.seeds, lossWeights, selectionRule(options.selection));
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

/**
 * Does what was asked for and tells of it.
 * @returns the exit status
 */
export async function reproduceAll(options: ReproduceOptions): Promise<number> {
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
    ...items.warnings,
    ...failedRuns.map((record) => `Failed run: ${runLabel(record.specification)} (${record.hash}): ${record.reason}`),
    ...failedNotebooks.map((failure) => `Failed notebook: ${failure}`),
    `Tables, figures and notebooks are in ${relative(process.cwd(), outputFolder) || '.'}; open index.html there.`,
    ...outside.map(({ label, metric, retrained, committed: { low, high, seeds } }) =>
      `Outside the seed spread: ${label}, ${metric} ${retrained.toPrecision(4)}, committed ${low.toPrecision(4)} to ${high.toPrecision(4)} (${seeds} seeds)`),
    comparison.sentence,
  ].join('\n');
}
