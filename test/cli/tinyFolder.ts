import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { REGION_FILES } from '../../src/data/layout';
import { writeNpy } from '../../src/data/npy';
import { tinyRegion } from '../tinyRegion';

/** Writes a tiny data set without trials, regions 1 and 3, in the layout of Antolik 2016. */
export async function writeTinyFolder(folder: string): Promise<void> {
  for (const number of [1, 3]) {
    const region = tinyRegion({ images: 40, testImages: 12, seed: number });
    const target = join(folder, `region${number}`);
    await mkdir(target, { recursive: true });
    await writeNpy(join(target, REGION_FILES.trainingImages), region.trainingImages);
    await writeNpy(join(target, REGION_FILES.trainingResponses), region.trainingResponses);
    await writeNpy(join(target, REGION_FILES.testImages), region.testImages);
    await writeNpy(join(target, REGION_FILES.testResponses), region.testResponses);
  }
}
