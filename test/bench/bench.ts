import { statSync } from 'node:fs';
import { join } from 'node:path';
import { createCommand, runCommand } from '../../src/cli/main';
import { positiveInteger } from '../../src/cli/commandOptions';
import { statusLine } from '../../src/cli/statusLine';
import { UserError } from '../../src/errors';
import { parseModelName } from '../../src/models/modelName';
import { createRecordLibrary } from '../../src/runs/recordLibrary';
import { formatBenchReport } from './benchReport';
import { contestants, peerPythonVariable } from './contestants';
import { mainSetting, runBench } from './runBench';
import { formatScale, measureCosts, planScale, type ScalePlan } from './scalePlan';

interface BenchOptions {
  readonly only: string;
  readonly batch: number;
  readonly threads: number;
  readonly rounds: number;
  readonly tasks?: boolean;
  readonly all?: boolean;
  readonly scale?: boolean;
  readonly trainings?: number;
  readonly json?: boolean;
}

const command = createCommand(
  'bench',
  'Times one training step on every backend here, in turns with PyTorch and Python ' +
    `TensorFlow where a Python has them (python3, or those in ${peerPythonVariable}).`,
)
  .option('--only <model>', 'the model whose step is timed', mainSetting.model)
  .option('--batch <n>', 'images in a batch', positiveInteger, mainSetting.batch)
  .option('--threads <n>', 'threads of every process', positiveInteger, mainSetting.threads)
  .option('--rounds <n>', 'rounds in which everybody takes a turn', positiveInteger, 7)
  .option(
    '--tasks',
    'beside the step: inference, start-up, memory, what 1000 steps leave behind, two ' +
      'trainings at once, SSIM, data generation',
  )
  .option('--all', 'that, and the steps of other models, of batch 128 and of two threads')
  .option(
    '--scale',
    'instead: what preset paper takes on more cores, simulated from the times of the ' +
      'committed records',
  )
  .option(
    '--trainings <n>',
    'instead: what a process holds after n short trainings and on the way there',
    positiveInteger,
  )
  .option('--json', 'print one JSON document on stdout');

// Measured beside the records, on a machine that others used as well: a job of
// test/cluster/slurm.sh until its first step, and the notebooks after `--preset smoke`.
const [startSeconds, notebookSeconds] = [20, 600];

/** A record is as large as the mean of those in the local folder. */
function measureScale(): ScalePlan {
  const { local, committed } = createRecordLibrary('simulated');
  const sizes = local.hashes().map((hash) => statSync(join(local.folder, `${hash}.json.gz`)).size);
  if (sizes.length === 0)
    throw new UserError(
      'There are no local records whose size could be measured: run npm run reproduce -- ' +
        '--preset smoke first.',
    );
  const recordBytes = Math.round(sizes.reduce((sum, size) => sum + size, 0) / sizes.length);
  return planScale(
    measureCosts(
      committed.hashes().flatMap((hash) => committed.read(hash) ?? []),
      { recordBytes, startSeconds, notebookSeconds },
    ),
  );
}

async function bench({
  only: model,
  batch,
  threads,
  rounds,
  tasks = false,
  all = false,
  scale = false,
  trainings,
  json = false,
}: BenchOptions): Promise<void> {
  parseModelName(model);
  if (scale) {
    const plan = measureScale();
    process.stdout.write(`${json ? JSON.stringify(plan, null, 1) : formatScale(plan)}\n`);
    return;
  }
  if (trainings !== undefined) {
    // Loads TensorFlow, of which this process has no need otherwise.
    const { trainManyTimes } = require('./manyTrainings') as typeof import('./manyTrainings');
    const counts = [0, 1, ...[6, 3, 1.5, 1].map((part) => Math.round(trainings / part))];
    const rows = await trainManyTimes([...new Set(counts)], statusLine.update);
    statusLine.end();
    if (json) process.stdout.write(`${JSON.stringify(rows)}\n`);
    else console.table(rows);
    return;
  }
  const report = await runBench({ model, batch, threads }, all ? 'all' : tasks ? 'tasks' : 'step', {
    contestants,
    rounds,
    onProgress: statusLine.update,
  });
  statusLine.end();
  process.stdout.write(`${json ? JSON.stringify(report) : formatBenchReport(report)}\n`);
}

void runCommand(() => bench(command.parse().opts<BenchOptions>()));
