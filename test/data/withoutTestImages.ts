import { copyFileSync, mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { REGION_FILES, regionFolder } from '../../src/data/layout';
import { readNpy, writeNpy } from '../../src/data/npy';

/**
 * A copy of region 1 of recordings without some of their test images: the macaque patterns have two
 * that are training images too.
 * @returns the folder, in that of temporary files
 */
export async function withoutTestImages(folder: string, left: readonly number[]): Promise<string> {
  const copy = mkdtempSync(path.join(tmpdir(), 'recordings-'));
  const [from, to] = [folder, copy].map((place) => regionFolder(place, 1));
  mkdirSync(to);
  for (const name of [REGION_FILES.trainingImages, REGION_FILES.trainingResponses])
    copyFileSync(path.join(from, name), path.join(to, name));
  for (const name of [REGION_FILES.testImages, REGION_FILES.testResponses]) {
    const { shape, values } = await readNpy(path.join(from, name));
    const size = values.length / shape[0];
    const kept = values.filter((_, index) => !left.includes(Math.floor(index / size)));
    await writeNpy(
      path.join(to, name),
      { shape: [shape[0] - left.length, ...shape.slice(1)], values: kept },
      'f8',
    );
  }
  return copy;
}
