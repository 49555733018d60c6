import path from 'node:path';
import { UserError } from '../errors';
import type { PreprocessingOptions } from './fingerprint';
import { readGroundTruth } from './groundTruth';
import { checkImages, preprocessImages, readLabels } from './images';
import { LABEL_FILES, REGION_FILES, regionFolder, type FolderListing } from './layout';
import { readNpyFloat64, type NpyArray } from './npy';
import { pixelRange } from './pixelRange';
import type { DatasetIdentity, RegionData } from './region';
import { IMAGE_SIDE } from './resize';
import { checkResponses, meanOverTrials, refuseSilentNeurons, requireAgreement, toNdArray } from './responses';

// A p-value of a correlation needs more than two points, and the split needs a training and a validation image.
const FEWEST_TEST_IMAGES = 3;
const FEWEST_TRAINING_IMAGES = 2;

function requireEqual(a: number, b: number, what: string, fileA: string, fileB: string): void {
  if (a !== b) {
    throw new UserError(`${fileA} has ${a} ${what} but ${fileB} has ${b}: they have to belong to the same recording.`);
  }
}

function requireAtLeast(fewest: number, count: number, file: string): void {
  if (count < fewest) {
    throw new UserError(`${file} holds ${count} images, but at least ${fewest} are needed.`);
  }
}

/**
 * Reads, checks and preprocesses one region.
 * Without training images, which the caller has allowed, `trainingImages` is [0, 32, 32, 1]; the responses to them are still there,
 * because the statistics of a recording can be computed without its images.
 * @throws UserError naming the file and what is wrong with it.
 */
export async function loadRegion(listing: FolderListing, region: number, dataset: DatasetIdentity, options: PreprocessingOptions): Promise<RegionData> {
  const files = listing.regions.find((candidate) => candidate.region === region)?.files;
  if (files === undefined) {
    throw new UserError(`${dataset.name} has no region ${region}: there is ${listing.regions.map((known) => known.region).join(', ')}.`);
  }
  const folder = regionFolder(listing.folder, region);
  const at = (name: keyof typeof REGION_FILES): string => path.join(folder, REGION_FILES[name]);
  const { rectify, resizing } = options;

  const rawTrainingResponses = await readNpyFloat64(at('trainingResponses'));
  const rawTestResponses = await readNpyFloat64(at('testResponses'));
  const trainingResponses = checkResponses(rawTrainingResponses, ['images', 'neurons'], rectify, at('trainingResponses'));
  const meanResponses = checkResponses(rawTestResponses, ['images', 'neurons'], rectify, at('testResponses'));
  const neurons = trainingResponses.shape[1];
  requireEqual(neurons, meanResponses.shape[1], 'neurons', at('trainingResponses'), at('testResponses'));
  refuseSilentNeurons(trainingResponses, at('trainingResponses'));

  let trials: NpyArray | undefined;
  if (files.has(REGION_FILES.testTrials)) {
    const rawTrials = await readNpyFloat64(at('testTrials'));
    trials = checkResponses(rawTrials, ['trials', 'images', 'neurons'], rectify, at('testTrials'));
    requireEqual(trials.shape[1], meanResponses.shape[0], 'images', at('testTrials'), at('testResponses'));
    requireEqual(trials.shape[2], neurons, 'neurons', at('testTrials'), at('trainingResponses'));
    requireAgreement(rawTrials, rawTestResponses, at('testTrials'), at('testResponses'));
  }
  // The mean of rectified trials is not the rectified mean.
  const testResponses = trials !== undefined && rectify ? meanOverTrials(trials) : meanResponses;

  const testImages = await readNpyFloat64(at('testImages'));
  const side = checkImages(testImages, at('testImages'));
  requireEqual(testImages.shape[0], testResponses.shape[0], 'images', at('testImages'), at('testResponses'));
  requireAtLeast(FEWEST_TEST_IMAGES, testImages.shape[0], at('testImages'));

  let trainingImages: NpyArray | undefined;
  if (files.has(REGION_FILES.trainingImages)) {
    trainingImages = await readNpyFloat64(at('trainingImages'));
    requireEqual(checkImages(trainingImages, at('trainingImages')), side, 'pixels a side', at('trainingImages'), at('testImages'));
    requireEqual(trainingImages.shape[0], trainingResponses.shape[0], 'images', at('trainingImages'), at('trainingResponses'));
    requireAtLeast(FEWEST_TRAINING_IMAGES, trainingImages.shape[0], at('trainingImages'));
  }
  const range =
    trainingImages === undefined ? pixelRange([testImages], [at('testImages')]) : pixelRange([trainingImages, testImages], [at('trainingImages'), at('testImages')]);

  return {
    dataset,
    region,
    trainingImages:
      trainingImages === undefined
        ? { shape: [0, IMAGE_SIDE, IMAGE_SIDE, 1], values: new Float32Array(0) }
        : preprocessImages(trainingImages, side, range, resizing, at('trainingImages')),
    trainingResponses: toNdArray(trainingResponses),
    testImages: preprocessImages(testImages, side, range, resizing, at('testImages')),
    testResponses: toNdArray(testResponses),
    // A single trial has no variance between trials, so that no noise ceiling could be computed from it.
    testTrials: trials === undefined || trials.shape[0] < 2 ? undefined : toNdArray(trials),
    truth: listing.isSimulated ? await readGroundTruth(folder, trainingResponses.shape[0], testResponses.shape[0], neurons) : undefined,
    ...(trainingImages !== undefined && files.has(LABEL_FILES.training) && files.has(LABEL_FILES.test) ? { labels: await readLabels(folder, trainingImages, testImages) } : {}),
  };
}
