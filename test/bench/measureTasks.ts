import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRandom } from '../../src/data/random';
import { writeSimulatedDataset } from '../../src/data/simulated/writeSimulatedDataset';
import { structuralSimilarity } from '../../src/metrics/imageScores';
import { matrixSide, spreadOf, type TaskMeasurement } from './measurement';
import type { MeasureOptions, RunningContestant } from './measureSteps';

/** A region's training images. */
const shownImages = 1800;
/** Long enough for a leak of one tensor a step to show, and for memory to reach its peak. */
const manySteps = 1000;
/** Matrix products a round. */
const products = 10;
/** A region's test images. */
const scoredImages = 50;
const pixels = 1024;

function task(
  name: string,
  backend: string,
  unit: TaskMeasurement['unit'],
  values: readonly number[],
): TaskMeasurement {
  return { task: name, backend, unit, ...spreadOf(values) };
}

/**
 * Inference, start-up, memory and leaks of processes that have trained, and how long a step would
 * take at the rate of a matrix product.
 */
export async function measureProcesses(
  model: string,
  running: readonly RunningContestant[],
  { rounds, onProgress }: MeasureOptions,
): Promise<TaskMeasurement[]> {
  const inference: number[][] = running.map(() => []);
  for (let round = 0; round < rounds; round++) {
    onProgress(`${model}: inference, round ${round + 1} of ${rounds}`);
    for (const [index, { process }] of running.entries()) {
      inference[index].push(await process.ask('images', shownImages));
    }
  }
  const native = running.filter(({ backend }) => backend.startsWith('native'));
  const limits: TaskMeasurement[] = [];
  for (const { backend, process } of native.slice(0, 1)) {
    onProgress(`${model}: a matrix product, ${backend}`);
    const gflop = await process.ask('arithmetic', 0);
    const rates: number[] = [];
    for (let round = 0; round < rounds; round++)
      rates.push((2e-6 * matrixSide ** 3) / (await process.ask('product', products)));
    const product = `a product of ${matrixSide} x ${matrixSide} matrices`;
    limits.push(
      task(product, backend, 'GFLOP/s', rates),
      task(`convolutions and products in a step, ${model}`, backend, 'GFLOP', [gflop]),
      task(
        `a step at the rate of ${product}, ${model}`,
        backend,
        'ms',
        rates.map((rate) => (1000 * gflop) / rate),
      ),
    );
  }
  const leaks: TaskMeasurement[] = [];
  for (const { backend, process } of native) {
    onProgress(`${model}: ${manySteps} steps, ${backend}`);
    leaks.push(
      task(`left behind by ${manySteps} steps, ${model}`, backend, 'tensors and sessions', [
        await process.ask('leak', manySteps),
      ]),
    );
  }
  const peaks: number[] = [];
  for (const { process } of running) {
    peaks.push(await process.ask('peak', 0));
  }
  return [
    ...running.map(({ backend }, index) =>
      task(`inference of ${shownImages} images, ${model}`, backend, 'ms', inference[index]),
    ),
    ...running.map(({ backend, process }) =>
      task(`start of the process to the end of its first step, ${model}`, backend, 'ms', [
        process.firstStepMs,
      ]),
    ),
    ...running.map(({ backend }, index) =>
      task(`peak memory, ${model}`, backend, 'MB', [peaks[index]]),
    ),
    ...leaks,
    ...limits,
  ];
}

/** What runs without tfjs: the image score and the simulation. */
export async function measurePlainTasks({
  rounds,
  onProgress,
}: MeasureOptions): Promise<TaskMeasurement[]> {
  onProgress('SSIM');
  const random = createRandom(1, 'bench');
  const image = (): Float32Array =>
    Float32Array.from({ length: pixels }, () => 2 * random.uniform() - 1);
  const pairs = Array.from({ length: scoredImages }, () => [image(), image()] as const);
  const similarity = Array.from({ length: rounds }, () => {
    const startedAt = performance.now();
    for (const [shown, reconstructed] of pairs) {
      structuralSimilarity(reconstructed, shown);
    }
    return performance.now() - startedAt;
  });
  onProgress('data generation');
  const folder = await mkdtemp(join(tmpdir(), 'dae-nr-bench-'));
  try {
    const startedAt = performance.now();
    await writeSimulatedDataset(folder, { seed: 1 });
    const simulation = performance.now() - startedAt;
    return [
      task(`SSIM of ${scoredImages} images`, 'plain JavaScript', 'ms', similarity),
      task('simulation of all regions', 'plain JavaScript', 'ms', [simulation]),
    ];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
