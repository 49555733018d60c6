import { UserError } from '../../src/errors';
import { BenchProcessEnded } from './benchProcess';
import { type BenchReport, describeMachine } from './benchReport';
import type { Absence, StepMeasurement, StepSetting, TaskMeasurement } from './measurement';
import { type MeasureOptions, measureSteps, withContestants } from './measureSteps';
import { measurePlainTasks, measureProcesses } from './measureTasks';
import { measureTwoAtOnce } from './measureTwoAtOnce';

/** The measurement that the comparison with the peers is about. */
export const mainSetting: StepSetting = { model: 'CAE-FR2', batch: 32, threads: 1 };

/** The others of `--all`; a model that this version lacks is reported as absent. */
const otherSettings: readonly StepSetting[] = [
  { ...mainSetting, batch: 128 },
  { ...mainSetting, threads: 2 },
  ...['CAE', 'CNN-FR2', 'CNN-FC2', 'CNN-FM2', 'VAE', 'VQ-VAE', 'VAE-FR2', 'VQ-VAE-FR2'].map(
    (model) => ({ ...mainSetting, model }),
  ),
];

/** Trainings in parallel are for these; the others are there to compare one step. */
const parallelBackends = ['native', 'pytorch'];

/**
 * The step alone; also everything else about that model; also the steps of other models, batches
 * and threads.
 */
export type BenchScope = 'step' | 'tasks' | 'all';

/**
 * Measures one setting, and what the scope adds to it.
 * @throws UserError when nothing can train the model here, or a process dies while it is measured
 */
export async function runBench(
  setting: StepSetting,
  scope: BenchScope,
  options: MeasureOptions,
): Promise<BenchReport> {
  const machine = describeMachine();
  const measurements: StepMeasurement[] = [];
  const absent: Absence[] = [];
  const tasks: TaskMeasurement[] = [];
  try {
    for (const current of scope === 'all' ? [setting, ...otherSettings] : [setting]) {
      await withContestants(current, options, async (running, missing) => {
        absent.push(...missing);
        const steps = await measureSteps(current, running, options);
        measurements.push(...steps);
        if (scope !== 'step' && current === setting) {
          tasks.push(...(await measureProcesses(current.model, running, options)));
        }
      });
    }
    if (scope !== 'step') {
      tasks.push(
        ...(await measureTwoAtOnce(setting, parallelBackends, options)),
        ...(await measurePlainTasks(options)),
      );
    }
  } catch (error) {
    throw error instanceof BenchProcessEnded
      ? new UserError(
          `A process died while it was measured: ${error.message}; close what takes its ` +
            'memory and try again.',
        )
      : error;
  }
  if (measurements.length === 0) {
    throw new UserError(
      `Nothing here can train ${setting.model}: ` +
        `${absent.map(({ backend, reason }) => `${backend}: ${reason}`).join('; ')}`,
    );
  }
  return { machine, rounds: options.rounds, measurements, tasks, absent };
}
