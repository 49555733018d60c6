import { openDataset } from '../../data/dataset';
import type { RegionData } from '../../data/region';
import { createStatusLine } from '../progress/statusLine';

function describeRegion({ region, trainingImages, trainingResponses, testImages, testTrials }: RegionData): string {
  const { values, shape } = trainingResponses;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const zeros = values.filter((value) => value === 0).length / values.length;
  const training = trainingImages.shape[0] === 0 ? 'no training images' : `${trainingImages.shape[0]} training images`;
  const trials = testTrials === undefined ? 'no repeated trials, so no noise ceiling' : `${testTrials.shape[0]} trials`;
  return `region ${region}: ${shape[1]} neurons, ${training}, ${testImages.shape[0]} test images, ${trials}; responses: mean ${mean.toFixed(3)}, zeros ${(100 * zeros).toFixed(1)} %`;
}

/** `npm run data -- check DIR`: reads everything, as training and scoring would. */
export async function check(nameOrFolder: string, { rectify }: { readonly rectify?: boolean }): Promise<void> {
  const status = createStatusLine();
  const dataset = await openDataset(nameOrFolder, { rectify, requireTraining: false, onProgress: (stage) => status.update(stage) });
  status.end();
  process.stdout.write(`${dataset.identity.name} (${dataset.identity.kind}), fingerprint ${dataset.identity.fingerprint}\n`);
  for (const region of dataset.regions) {
    process.stdout.write(`${describeRegion(await dataset.loadRegion(region))}\n`);
  }
  // What can be looked at without its training images still cannot be trained on.
  await openDataset(nameOrFolder, { rectify });
  process.stdout.write('All of it can be trained on.\n');
}
