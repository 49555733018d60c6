import { createCommand, runCommand } from '../../src/cli/main';
import { positiveInteger } from '../../src/cli/commandOptions';
import { createStatusLine } from '../../src/cli/statusLine';
import { parseModelName } from '../../src/models/modelName';
import { formatBenchReport } from './benchReport';
import { contestants, peerPythonVariable } from './contestants';
import { mainSetting, runBench } from './runBench';

interface BenchOptions {
  readonly only: string;
  readonly batch: number;
  readonly threads: number;
  readonly rounds: number;
  readonly tasks?: boolean;
  readonly all?: boolean;
  readonly json?: boolean;
}

const command = createCommand(
  'bench',
  `Times one training step on every backend here, in turns with PyTorch and Python TensorFlow where a Python has them (python3, or those in ${peerPythonVariable}).`,
)
  .option('--only <model>', 'the model whose step is timed', mainSetting.model)
  .option('--batch <n>', 'images in a batch', positiveInteger, mainSetting.batch)
  .option('--threads <n>', 'threads of every process', positiveInteger, mainSetting.threads)
  .option('--rounds <n>', 'rounds in which everybody takes a turn', positiveInteger, 7)
  .option('--tasks', 'beside the step: inference, start-up, memory, what 1000 steps leave behind, two trainings at once, SSIM, data generation')
  .option('--all', 'that, and the steps of other models, of batch 128 and of two threads')
  .option('--json', 'print one JSON document on stdout');

async function bench({ only: model, batch, threads, rounds, tasks = false, all = false, json = false }: BenchOptions): Promise<void> {
  parseModelName(model);
  const status = createStatusLine();
  const report = await runBench({ model, batch, threads }, all ? 'all' : tasks ? 'tasks' : 'step', { contestants, rounds, onProgress: status.update });
  status.end();
  process.stdout.write(`${json ? JSON.stringify(report) : formatBenchReport(report)}\n`);
}

void runCommand(() => bench(command.parse().opts<BenchOptions>()));
