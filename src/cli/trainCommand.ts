import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import { InvalidArgumentError, Option } from 'commander';
import { regionFingerprint, type DatasetIdentity } from '../data/region';
import { formatModelName, parseModelName } from '../models/modelName';
import { hyperparametersFor } from '../paper/hyperparameters';
import { progressLine } from '../paper/progressLine';
import { choicesFor, readSearchReport } from '../paper/searchReport';
import { obtainRecord } from '../runs/executeRun';
import type { RunRecord } from '../runs/record';
import { createRecordLibrary } from '../runs/recordLibrary';
import {
  hyperparametersSchema,
  runLabel,
  type PresetName,
  type RunSpecification,
} from '../runs/specification';
import type { Hyperparameters, Task } from '../training/training';
import {
  addBackendOption,
  addDataOptions,
  type DataOptions,
  naturalNumber,
  openData,
  positiveInteger,
  presetOption,
  weightsOption,
} from './commandOptions';
import { createCommand, interruptSignal, runCommand } from './main';
import { statusLine } from './statusLine';

interface TrainOptions extends DataOptions {
  readonly region?: number;
  readonly model: string;
  readonly task?: Task;
  readonly preset?: PresetName;
  readonly seed: number;
  readonly weights?: string;
  readonly set?: Partial<Hyperparameters>;
  readonly threads: number;
  readonly fresh?: boolean;
  readonly json?: boolean;
}

const hyperparameterNames = Object.keys(hyperparametersSchema.shape) as (keyof Hyperparameters)[];

/** Reads one `--set name=value` and adds it to the earlier ones. */
function hyperparameterSetting(
  text: string,
  earlier: Partial<Hyperparameters> = {},
): Partial<Hyperparameters> {
  const [, name, value] = /^([^=]*)=?(.*)$/.exec(text) as unknown as [
    string,
    keyof Hyperparameters,
    string,
  ];
  if (!hyperparameterNames.includes(name))
    throw new InvalidArgumentError(
      `"${name}" is no hyper-parameter; there are ${hyperparameterNames.join(', ')}.`,
    );
  const number = value.trim() === '' ? NaN : Number(value);
  const parsed = hyperparametersSchema.shape[name].safeParse(Number.isNaN(number) ? value : number);
  if (!parsed.success)
    throw new InvalidArgumentError(
      `"${value}" is no value for ${name}: ${parsed.error.issues[0].message}.`,
    );
  return { ...earlier, [name]: parsed.data };
}

const command = addBackendOption(
  addDataOptions(
    createCommand(
      'train',
      'Trains one model on one region, or finds its record, and shows its scores on the test ' +
        'images.',
    ),
  ),
)
  .option('--region <n>', 'region of the data set (default: its first)', positiveInteger)
  .option(
    '--model <name>',
    'an autoencoder (CAE), a readout of a CNN (CNN-FR2), or both (CAE-FR2)',
    'CAE-FR2',
  )
  .addOption(
    new Option(
      '--task <name>',
      'IR: image reconstruction, NRS: representation similarity (default: IR with an ' +
        'autoencoder, else NRS)',
    ).choices(['IR', 'NRS']),
  )
  .addOption(presetOption)
  .option('--seed <n>', 'seed of the split, the initial weights and the batches', naturalNumber, 1)
  .addOption(weightsOption)
  .option(
    '--set <name=value>',
    `changes a hyper-parameter, may be repeated: ${hyperparameterNames.join(', ')}`,
    hyperparameterSetting,
  )
  .option(
    '--threads <n>',
    'threads of TensorFlow; results repeat only at the same number',
    positiveInteger,
    1,
  )
  .option('--fresh', 'train even where there is a record')
  .option('--json', 'print one line of JSON on stdout');

function specificationOf(
  options: TrainOptions,
  identity: DatasetIdentity,
  region: number,
): RunSpecification {
  const { preset = 'quick', seed } = options;
  const model = parseModelName(options.model);
  const task = options.task ?? (model.autoencoder === null ? 'NRS' : 'IR');
  return {
    ...model,
    task,
    dataset: identity.name,
    dataFingerprint: regionFingerprint(identity, region),
    ...{ region, preset, neurons: 'all', seed },
    hyperparameters: {
      ...hyperparametersFor(
        model,
        task,
        preset,
        (options.weights === undefined ? choicesFor(identity) : readSearchReport(options.weights))
          .choices,
      ),
      ...options.set,
    },
  };
}

/**
 * A record in one flat object; `source`, the store that had it, is null for a run that was trained
 * just now.
 */
function runReport(
  record: RunRecord,
  source: 'local' | 'committed' | null,
  { name, kind }: DatasetIdentity,
) {
  const {
    status,
    hash,
    specification: { region, task, preset, seed, ...model },
    provenance: { seconds, backend, device, threads },
  } = record;
  const wasInterrupted =
    status === 'finished' && record.stages.some(({ endedBy }) => endedBy === 'interrupt');
  return {
    status: wasInterrupted ? 'interrupted' : status,
    reason: status === 'failed' ? record.reason : null,
    ...(status === 'finished'
      ? record.summary
      : { mse: null, psnr: null, ssim: null, pcc: null, validation: null, steps: null }),
    ...{
      seconds,
      backend,
      device,
      threads,
      dataset: name,
      kind,
      region,
      model: formatModelName(model),
      task,
      preset,
      seed,
      hash,
      fromStore: source,
    },
  } as const;
}

export type RunReport = ReturnType<typeof runReport>;

/** What the numbers of a report are in. */
function unitOf(name: string, task: Task): string {
  if (name === 'psnr') return ' dB';
  if (name === 'seconds') return ' s';
  if (name !== 'validation') return '';
  return task === 'IR'
    ? ' (MSE of the validation images)'
    : ' (Poisson loss of the validation images, the lower the better)';
}

const sources = {
  local: 'a record of this machine',
  committed: 'a record that came with the package',
} as const;

/**
 * The same for a reader: a line for everything that is known.
 * @param weights the file of the weights, where there is one
 */
function formatReport({ fromStore, ...report }: RunReport, weights: string | undefined): string {
  const known = Object.entries({
    ...report,
    source: fromStore === null ? 'trained just now' : sources[fromStore],
    weights: weights === undefined ? 'not kept' : `${weights} (safetensors)`,
  }).filter(([, value]) => value !== null);
  return known
    .map(([name, value]) => {
      const text = typeof value === 'number' ? `${Number(value.toPrecision(5))}` : value;
      return `${name.padEnd(12)}${text}${unitOf(name, report.task)}`;
    })
    .join('\n');
}

async function trainOne(options: TrainOptions): Promise<number> {
  parseModelName(options.model);
  const dataset = await openData(options, options.region === undefined ? [] : [options.region]);
  const region = options.region ?? dataset.regions[0];
  const specification = specificationOf(options, dataset.identity, region);
  // TensorFlow reads these once, when it is loaded.
  process.env.TF_NUM_INTRAOP_THREADS = process.env.TF_NUM_INTEROP_THREADS = String(options.threads);
  const { trainer } = await import('../runs/trainer.js');
  const library = createRecordLibrary(dataset.identity.name, {
    onProblem: statusLine.note,
  });
  const source = options.fresh
    ? undefined
    : (['local', 'committed'] as const).find(
        (store) => library[store].readSettled(specification) !== undefined,
      );
  const record =
    source !== undefined
      ? library[source].readSettled(specification)!
      : await obtainRecord(specification, {
          store: library.local,
          loadRegion: dataset.loadRegion,
          trainer,
          fresh: options.fresh ?? false,
          signal: interruptSignal('Stopping after this step; nothing is stored.'),
          onWaiting: () =>
            statusLine.note('Another process is training this run; waiting for its record.'),
          onProgress: (progress) =>
            statusLine.update(progressLine(runLabel(specification), progress)),
        });
  statusLine.end();
  const report = runReport(record, source ?? null, dataset.identity);
  const weights = join(library[source ?? 'local'].folder, `${record.hash}.safetensors`);
  const shown = existsSync(weights) ? relative(process.cwd(), weights) : undefined;
  process.stdout.write(`${options.json ? JSON.stringify(report) : formatReport(report, shown)}\n`);
  return report.status === 'finished' ? 0 : report.status === 'interrupted' ? 130 : 1;
}

void runCommand(() => trainOne(command.parse().opts<TrainOptions>()));
