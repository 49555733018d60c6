import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { TrainingOptions, TrainingRequest } from '../../src/training/training';
import { unknownDevice } from '../../src/runs/provenance';
import { serveRuns } from '../../src/runs/serveRuns';
import { tinyDataset, tinyTraining } from './tinyRun';

/** What the seed of a specification makes the fake trainer do. */
export const behaviour = { dies: 13, diesOnce: 14, throws: 15, diverges: 16, slow: 100 } as const;

const folder = process.env.FAKE_WORKER_FOLDER ?? '';

async function train(
  { seed }: TrainingRequest,
  _region: unknown,
  { onProgress }: TrainingOptions = {},
) {
  writeFileSync(join(folder, `started-${seed}-${process.pid}`), '');
  const marker = join(folder, `died-${seed}`);
  if (seed === behaviour.dies || (seed === behaviour.diesOnce && !existsSync(marker))) {
    writeFileSync(marker, '');
    process.kill(process.pid, 'SIGKILL');
    await sleep(10_000);
  }
  if (seed === behaviour.throws) {
    throw new RangeError('not a tensor');
  }
  if (seed === behaviour.diverges) {
    return tinyTraining({ validation: NaN });
  }
  for (let step = 1; step <= (seed >= behaviour.slow ? 200 : 2); step++) {
    await sleep(20);
    onProgress?.({
      stage: 1,
      step,
      maxSteps: 200,
      trainingLoss: 1,
      validation: 1,
      bestValidation: 1,
      bestStep: step,
      secondsElapsed: 0,
      secondsLeft: 1,
    });
  }
  return tinyTraining();
}

if (process.send !== undefined) {
  if (process.env.FAKE_WORKER_CANNOT_START !== undefined) {
    throw new Error('libtensorflow is missing');
  }
  serveRuns({
    openDataset: async () => tinyDataset,
    trainer: { train, device: async () => unknownDevice },
  });
}
