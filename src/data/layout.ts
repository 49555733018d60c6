import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { UserError } from '../errors';

/**
 * The files of a region in the layout of Antolik et al. 2016. `training_*` are split into training
 * and validation images; what that data set calls `validation_*` are the test images.
 */
export const REGION_FILES = {
  trainingImages: 'training_inputs.npy',
  trainingResponses: 'training_set.npy',
  testImages: 'validation_inputs.npy',
  testResponses: 'validation_set.npy',
  testTrials: 'raw_validation_set.npy',
} as const;

/** Classes of the images as whole numbers from 0, which a region may have beside them. */
export const LABEL_FILES = {
  training: 'training_labels.npy',
  test: 'validation_labels.npy',
} as const;

/**
 * The same images in colour, uint8 [N, side, side, 3], where a data set has them: for networks that
 * were trained on photographs. No run's name depends on them.
 */
export const COLOUR_FILES = {
  training: 'colour_training_inputs.npy',
  test: 'colour_validation_inputs.npy',
} as const;

/** What only a simulated region has beside them. */
export const TRUTH_FILES = {
  trainingRates: 'true_training_rates.npy',
  testRates: 'true_validation_rates.npy',
  receptiveFields: 'receptive_fields.npy',
  receptiveFieldCentres: 'receptive_field_centres.npy',
  cellTypes: 'cell_types.json',
} as const;

/**
 * Written beside the regions by the simulation; it tells a simulated folder from a recorded one.
 */
export const SIMULATION_FILE = 'simulation.json';

/** What the data set says about itself; may be absent. */
export const DESCRIPTION_FILE = 'dataset.json';

/** Where the package keeps downloaded and simulated data: `data/` in the repository. */
export const DATA_FOLDER = path.resolve(__dirname, '../../data');

export function regionFolder(folder: string, region: number): string {
  return path.join(folder, `region${region}`);
}

export type FolderListing = Awaited<ReturnType<typeof listFolder>>;

/**
 * Looks for `region1/`, `region2/`, ... in a folder, before anything is read.
 * @param requireTraining whether the training images have to be there; the test images alone serve
 * noise ceilings and pictures.
 * @param cure what the sentence about something missing ends with.
 * @returns its regions, ascending, with the names of the files in each
 * @throws UserError when the folder is missing, has no region, or lacks files.
 */
export async function listFolder(folder: string, requireTraining: boolean, cure: string) {
  const namesIn = (place: string): Promise<string[]> =>
    readdir(place).catch(({ code, message }: NodeJS.ErrnoException) => {
      throw new UserError(
        code === 'ENOENT' || code === 'ENOTDIR'
          ? `There is no folder ${place}: ${cure}`
          : `${place} cannot be read: ${message}.`,
      );
    });
  const names = await namesIn(folder);
  const isRegion = (name: string): boolean => /^region[1-9]\d{0,5}$/.test(name);
  const numbers = names
    .flatMap((name) => (isRegion(name) ? [Number(name.slice(6))] : []))
    .sort((a, b) => a - b);
  const misnamed = names.filter((name) => /^region[ _-]*\d+$/i.test(name) && !isRegion(name));
  if (misnamed.length > 0)
    throw new UserError(
      `${folder} holds ${misnamed.join(', ')}, which would not be read: name every region ` +
        '"region1", "region2", ..., in small letters and without leading zeros, or move what ' +
        'is none elsewhere.',
    );
  if (numbers.length === 0)
    throw new UserError(
      `${folder} holds no folder "region1", "region2", ... with recordings: ${cure}`,
    );
  const regions = await Promise.all(
    numbers.map(async (region) => ({
      region,
      files: new Set(await namesIn(regionFolder(folder, region))),
    })),
  );
  const isSimulated = names.includes(SIMULATION_FILE);
  const optional = new Set<string>([
    REGION_FILES.testTrials,
    ...(requireTraining ? [] : [REGION_FILES.trainingImages]),
  ]);
  const needed = [
    ...Object.values(REGION_FILES).filter((file) => !optional.has(file)),
    ...(isSimulated ? Object.values(TRUTH_FILES) : []),
  ];
  const missing = regions.flatMap(({ region, files }) =>
    needed.filter((file) => !files.has(file)).map((file) => `region${region}/${file}`),
  );
  if (missing.length > 0) throw new UserError(`${folder} lacks ${missing.join(', ')}: ${cure}`);
  return { folder, regions, isSimulated };
}
