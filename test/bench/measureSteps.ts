import { type BenchProcess, BenchProcessEnded, startBenchProcess } from './benchProcess';
import type { Contestant } from './contestants';
import { type Absence, spreadOf, type StepMeasurement, type StepSetting } from './measurement';

export interface MeasureOptions {
  readonly contestants: readonly Contestant[];
  readonly rounds: number;
  readonly onProgress: (text: string) => void;
}

/** A contestant whose process runs. */
export interface RunningContestant {
  readonly backend: string;
  readonly process: BenchProcess;
}

export interface StepResults {
  readonly measurements: readonly StepMeasurement[];
  readonly absent: readonly Absence[];
}

const warmUpSteps = 3;
/**
 * A round's share of one contestant: short enough that all of them meet the same load of the
 * machine.
 */
const roundMilliseconds = 1000;

/**
 * Starts every contestant that is there, one after the other, hands them over and stops them.
 * @param use gets the running ones, and those that are absent with the reason
 */
export async function withContestants<Result>(
  setting: StepSetting,
  { contestants, onProgress }: MeasureOptions,
  use: (running: readonly RunningContestant[], absent: readonly Absence[]) => Promise<Result>,
): Promise<Result> {
  const running: RunningContestant[] = [];
  const absent: Absence[] = [];
  try {
    for (const { backend, command } of contestants) {
      onProgress(`${setting.model}: starting ${backend}`);
      const started = await command(setting);
      try {
        if (typeof started === 'string') {
          throw new BenchProcessEnded(started);
        }
        running.push({ backend, process: await startBenchProcess(started) });
      } catch (error) {
        if (!(error instanceof BenchProcessEnded)) {
          throw error;
        }
        absent.push({ ...setting, backend, reason: error.message });
      }
    }
    return await use(running, absent);
  } finally {
    await Promise.all(running.map(({ process }) => process.stop()));
  }
}

/** Measures one training step: in every round each contestant in turn trains for about a second. */
export async function measureSteps(
  setting: StepSetting,
  running: readonly RunningContestant[],
  { rounds, onProgress }: MeasureOptions,
): Promise<StepMeasurement[]> {
  const stepCounts: number[] = [];
  for (const { process } of running) {
    const milliseconds = await process.ask('steps', warmUpSteps);
    stepCounts.push(
      Math.max(warmUpSteps, Math.min(100, Math.round(roundMilliseconds / milliseconds))),
    );
  }
  const values: number[][] = running.map(() => []);
  const processorTimes: number[][] = running.map(() => []);
  for (let round = 0; round < rounds; round++) {
    onProgress(
      `${setting.model}, batch ${setting.batch}, ${setting.threads} thread(s): round ` +
        `${round + 1} of ${rounds}`,
    );
    for (const [index, { process }] of running.entries()) {
      values[index].push(await process.ask('steps', stepCounts[index]));
      processorTimes[index].push(await process.ask('processor', 0));
    }
  }
  return running.map(({ backend, process: { library, firstStepMs } }, index) => {
    const { median, min, max } = spreadOf(values[index]);
    const processorMs = spreadOf(processorTimes[index]).median;
    const times = { medianMs: median, minMs: min, maxMs: max, processorMs, firstStepMs };
    return { ...setting, backend, library, ...times };
  });
}
