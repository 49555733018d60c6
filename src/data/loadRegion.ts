import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { UserError } from '../errors';
import { refuseLeaks } from './duplicates';
import { checkImages, countOutside, pixelRange, preprocessImages, readLabels } from './images';
import { LABEL_FILES, REGION_FILES, regionFolder, TRUTH_FILES, type FolderListing } from './layout';
import { readNpy, toNdArray, type NpyArray } from './npy';
import type { DatasetIdentity, GroundTruth, RegionData } from './region';
import { IMAGE_SIDE } from './resize';
import { wordsFor } from './words';
import {
  checkResponses,
  checkTrials,
  hasRepeats,
  inUnit,
  meanResponse,
  meanOverTrials,
  refuseSilentNeurons,
  requireAgreement,
} from './responses';

// A p-value of a correlation needs more than two points, and the split needs a training and a
// validation image.
const FEWEST_IMAGES = { trainingImages: 2, testImages: 3 } as const;

function requireEqual(a: number, b: number, what: string, fileA: string, fileB: string): void {
  if (a !== b)
    throw new UserError(
      `${fileA} has ${a} ${what} but ${fileB} has ${b}: they have to belong to the same recording.`,
    );
}

async function readTruth(folder: string): Promise<GroundTruth> {
  const at = (name: keyof typeof TRUTH_FILES): string => path.join(folder, TRUTH_FILES[name]);
  return {
    trainingRates: toNdArray(await readNpy(at('trainingRates'))),
    testRates: toNdArray(await readNpy(at('testRates'))),
    receptiveFields: toNdArray(await readNpy(at('receptiveFields'))),
    receptiveFieldCentres: toNdArray(await readNpy(at('receptiveFieldCentres'))),
    cellTypes: await readFile(at('cellTypes'), 'utf8')
      .then((text) => JSON.parse(text) as GroundTruth['cellTypes'])
      .catch(() => {
        throw new UserError(
          `${at('cellTypes')} is missing or damaged: delete the simulation's folder, and it ` +
            'is made again.',
        );
      }),
  };
}

export interface LoadOptions {
  /** Negative responses become 0 instead of being refused. */
  readonly rectify: boolean;
  /** Responses are divided by the mean training response. */
  readonly isScaled: boolean;
  /** Lowest and highest possible pixel, where the data set says so. */
  readonly pixels: readonly [low: number, high: number] | undefined;
}

/**
 * Reads, checks and preprocesses one region.
 * Without training images, which the caller has allowed, `trainingImages` is [0, 32, 32, 1]; the
 * responses to them are still there, because the statistics of a recording can be computed without
 * its images.
 * @throws UserError naming the file and what is wrong with it.
 */
export async function loadRegion(
  listing: FolderListing,
  region: number,
  dataset: DatasetIdentity,
  { rectify, isScaled, pixels }: LoadOptions,
): Promise<RegionData> {
  const present = listing.regions.find((candidate) => candidate.region === region)?.files;
  if (present === undefined)
    throw new UserError(
      `${dataset.name} has no ${wordsFor(dataset).unit} ${region}: there is ` +
        `${listing.regions.map((known) => known.region).join(', ')}.`,
    );
  const folder = regionFolder(listing.folder, region);
  const at = (name: keyof typeof REGION_FILES): string => path.join(folder, REGION_FILES[name]);
  const readImages = async (
    name: 'trainingImages' | 'testImages',
    responses: 'trainingResponses' | 'testResponses',
    count: number,
  ): Promise<{ images: NpyArray; side: number }> => {
    const images = await readNpy(at(name));
    const side = checkImages(images, at(name));
    requireEqual(images.shape[0], count, 'images', at(name), at(responses));
    if (count < FEWEST_IMAGES[name])
      throw new UserError(
        `${at(name)} holds ${count} images, but at least ${FEWEST_IMAGES[name]} are needed.`,
      );
    return { images, side };
  };

  const trainingResponses = checkResponses(
    await readNpy(at('trainingResponses')),
    ['images', 'neurons'],
    rectify,
    at('trainingResponses'),
  );
  const rawMean = await readNpy(at('testResponses'));
  const mean = checkResponses(rawMean, ['images', 'neurons'], rectify, at('testResponses'));
  const neurons = trainingResponses.shape[1];
  requireEqual(neurons, mean.shape[1], 'neurons', at('trainingResponses'), at('testResponses'));
  refuseSilentNeurons(trainingResponses, at('trainingResponses'));

  let trials: NpyArray | undefined;
  if (present.has(REGION_FILES.testTrials)) {
    const rawTrials = await readNpy(at('testTrials'));
    trials = checkTrials(rawTrials, rectify, at('testTrials'));
    requireEqual(trials.shape[1], mean.shape[0], 'images', at('testTrials'), at('testResponses'));
    requireEqual(trials.shape[2], neurons, 'neurons', at('testTrials'), at('trainingResponses'));
    requireAgreement(rawTrials, rawMean, at('testTrials'), at('testResponses'));
  }

  const test = await readImages('testImages', 'testResponses', mean.shape[0]);
  const training = present.has(REGION_FILES.trainingImages)
    ? await readImages('trainingImages', 'trainingResponses', trainingResponses.shape[0])
    : undefined;
  if (training !== undefined)
    requireEqual(training.side, test.side, 'pixels a side', at('trainingImages'), at('testImages'));
  const files = [...(training === undefined ? [] : [training.images]), test.images];
  const names = [...(training === undefined ? [] : [at('trainingImages')]), at('testImages')];
  const range = pixelRange(files, names, pixels);
  const trainingImages =
    training === undefined
      ? { shape: [0, IMAGE_SIDE, IMAGE_SIDE, 1], values: new Float32Array(0) }
      : preprocessImages(training.images, training.side, range);
  const testImages = preprocessImages(test.images, test.side, range);
  refuseLeaks(trainingImages, testImages, at('trainingImages'), at('testImages'));
  const unit = isScaled ? meanResponse(trainingResponses) : 1;

  return {
    dataset,
    region,
    trainingImages,
    trainingResponses: inUnit(trainingResponses, unit),
    testImages,
    // The mean of rectified trials is not the rectified mean.
    testResponses: inUnit(trials !== undefined && rectify ? meanOverTrials(trials) : mean, unit),
    testTrials: trials !== undefined && hasRepeats(trials) ? inUnit(trials, unit) : undefined,
    responseScale: unit,
    pixels: { low: range.low, high: range.high, clipped: countOutside(files, range) },
    truth: listing.isSimulated ? await readTruth(folder) : undefined,
    ...(training !== undefined && present.has(LABEL_FILES.training) && present.has(LABEL_FILES.test)
      ? { labels: await readLabels(folder, training.images, test.images) }
      : {}),
  };
}
