import { relative, resolve } from 'node:path';
import { openDataset } from '../data/dataset';
import { families, type Family } from '../paper/hyperparameters';
import type { SearchReport } from '../experiments/search';
import { searchHyperparameters, trialsToTrain } from '../reproduce/searchHyperparameters';
import { localRecordsFolder } from '../runs/recordFolders';
import { createRecordStore } from '../runs/recordStore';
import { takeInventory } from '../runs/runInventory';
import { defaultWorkerCount } from '../runs/workerCount';
import { createCommand, interruptSignal, runCommand } from './main';
import { applyBackendOption, backendOption, type BackendOption } from './options/backendOption';
import { addDataOptions, type DataOptions, dataSource } from './options/dataOptions';
import { familyList } from './options/familyList';
import { naturalNumber, positiveInteger } from './options/numbers';
import { requireRegion } from './options/requireRegion';
import { createStatusLine } from './progress/statusLine';
import { createTrainingDisplay } from './progress/trainingDisplay';

interface SearchOptions extends DataOptions, BackendOption {
  readonly region: number;
  readonly seed: number;
  readonly workers?: number;
  readonly families: readonly Family[];
  readonly fresh?: boolean;
  readonly output?: string;
}

const searchFolder = resolve(__dirname, '..', '..', 'data', 'search');

const command = addDataOptions(createCommand(
  'search',
  'Tries weights of the losses, the same number for every kind of model, and chooses on validation data; the test images have no part in it.',
))
  .option('--region <n>', 'region of the data set', positiveInteger, 1)
  .option('--seed <n>', 'seed of every trial', naturalNumber, 1)
  .option('--workers <n>', 'trainings at the same time (default: one a core, as far as the memory goes)', positiveInteger)
  .addOption(backendOption())
  .option('--families <names>', `only these kinds of training, of ${families.join(', ')}`, familyList, [...families])
  .option('--fresh', 'train even what the report or a record already has')
  .option('--output <file>', 'another file for the report (default: data/search/<data>.json)');

function formatSearch({ trials, chosen }: SearchReport): string {
  const rows = trials.map(({ family, model, task, weights, validation }) => {
    const mark = JSON.stringify(weights) === JSON.stringify(chosen[family]) ? '*' : ' ';
    const numbers = Object.entries(weights).filter(([name]) => name !== 'sparseLayer').map(([name, value]) => `${name}=${value}`).join(' ');
    return `${mark} ${family.padEnd(15)}${`${model} ${task}`.padEnd(13)}${(validation === null ? 'failed' : validation.toPrecision(5)).padEnd(10)}${numbers}`;
  });
  return ['  family         model        validation', ...rows, '* best on validation data'].join('\n');
}

async function search(options: SearchOptions): Promise<number> {
  applyBackendOption(options);
  const status = createStatusLine();
  const dataset = await openDataset(options.data, { ...dataSource(options), onProgress: (stage) => status.update(stage) });
  requireRegion(dataset, options.region);
  const { region, seed, families: wanted, workers = defaultWorkerCount(), fresh = false } = options;
  const output = resolve(options.output ?? `${searchFolder}/${dataset.identity.name}.json`);
  const store = createRecordStore(localRecordsFolder(), { onProblem: status.note });
  const scope = { dataset, region, seed, families: wanted, output };
  const { missing, records } = takeInventory(trialsToTrain(scope, fresh), store, fresh);
  status.note(`${records.size} trials have a record that the report lacks, ${missing.length} to train in ${Math.min(workers, missing.length)} processes`);
  const display = createTrainingDisplay(missing);
  const report = await searchHyperparameters({
    ...scope, store, workers, fresh,
    data: dataSource(options),
    signal: interruptSignal(() => status.note('\nStopping; finished trials are kept. The same command goes on from there.')),
    onEvent: display.show,
  }).finally(display.end);
  if (report === undefined) {
    return 130;
  }
  process.stdout.write(`${formatSearch(report)}\nAll trials are in ${relative(process.cwd(), output)}.\n`);
  return 0;
}

void runCommand(() => search(command.parse().opts<SearchOptions>()));
