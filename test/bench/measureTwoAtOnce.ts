import { type BenchProcess, startBenchProcess } from './benchProcess';
import { spreadOf, type StepSetting, type TaskMeasurement } from './measurement';
import type { MeasureOptions } from './measureSteps';

const steps = 20;

/**
 * How much longer two processes take for two trainings at once than one for one: 1 on two free
 * cores, 2 on one. The two ways alternate, so that both meet the same load of the machine. Only
 * backends that are fast enough for parallel training.
 */
export async function measureTwoAtOnce(
  setting: StepSetting,
  backends: readonly string[],
  { contestants, rounds, onProgress }: MeasureOptions,
): Promise<TaskMeasurement[]> {
  const tasks: TaskMeasurement[] = [];
  for (const { backend, command } of contestants.filter((contestant) =>
    backends.includes(contestant.backend),
  )) {
    const started = await command(setting);
    if (typeof started === 'string') {
      continue;
    }
    onProgress(`${setting.model}: two trainings at once, ${backend}`);
    const pair: BenchProcess[] = [];
    try {
      for (const start of [started, started]) {
        pair.push(await startBenchProcess(start));
      }
      const [first] = pair;
      await timeSteps(pair);
      const ratios: number[] = [];
      for (let round = 0; round < rounds; round++) {
        const alone = await timeSteps([first]);
        ratios.push((await timeSteps(pair)) / alone);
      }
      tasks.push({
        task: `two trainings at once against one, ${setting.model}`,
        backend,
        unit: 'x',
        ...spreadOf(ratios),
      });
    } finally {
      await Promise.all(pair.map((process) => process.stop()));
    }
  }
  return tasks;
}

/** Milliseconds until all have trained. */
async function timeSteps(processes: readonly BenchProcess[]): Promise<number> {
  const startedAt = performance.now();
  await Promise.all(processes.map((process) => process.ask('steps', steps)));
  return performance.now() - startedAt;
}
