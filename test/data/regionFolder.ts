import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { REGION_FILES } from '../../src/data/layout';
import { writeNpy } from '../../src/data/npy';
import { meanOverTrials } from '../../src/data/responses';
import { sequence } from '../oracles/sequence';

export interface FileContent {
  readonly shape: readonly number[];
  readonly values: ArrayLike<number>;
  readonly type: 'u1' | 'f4' | 'f8';
}

export type RegionContent = { -readonly [name in keyof typeof REGION_FILES]?: FileContent };

const TRAINING = 6;
const TEST = 4;
const NEURONS = 3;
const TRIALS = 2;
const PIXELS = 31 * 31;

/** A small, complete and correct region. */
export function goodRegion(): Required<RegionContent> {
  const pixels = (count: number, phase: number): FileContent => ({
    type: 'u1',
    shape: [count, PIXELS],
    values: Uint8Array.from(sequence(count * PIXELS, phase), (value) => (value + 1) * 127.9),
  });
  const responses = (shape: readonly number[], phase: number): FileContent => ({
    type: 'f8',
    shape,
    values: Float64Array.from(
      sequence(
        shape.reduce((a, b) => a * b, 1),
        phase,
      ),
      (value) => Math.abs(value),
    ),
  });
  const testTrials = responses([TRIALS, TEST, NEURONS], 1);
  const { shape, values } = meanOverTrials({
    ...testTrials,
    values: Float64Array.from(testTrials.values),
    type: 'f8',
  });
  return {
    trainingImages: pixels(TRAINING, 2),
    trainingResponses: responses([TRAINING, NEURONS], 3),
    testImages: pixels(TEST, 4),
    testResponses: { type: 'f8', shape, values },
    testTrials,
  };
}

export async function writeRegion(
  folder: string,
  region: number,
  content: RegionContent,
): Promise<void> {
  const target = path.join(folder, `region${region}`);
  await mkdir(target, { recursive: true });
  for (const [name, file] of Object.entries(content)) {
    await writeNpy(
      path.join(target, REGION_FILES[name as keyof typeof REGION_FILES]),
      file,
      file.type,
    );
  }
}

export async function withFolder(body: (folder: string) => Promise<void>): Promise<void> {
  const parent = await mkdtemp(path.join(tmpdir(), 'dataset-'));
  const folder = path.join(parent, 'my-recordings');
  await mkdir(folder);
  try {
    await body(folder);
  } finally {
    await rm(parent, { recursive: true, force: true });
  }
}
