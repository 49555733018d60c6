import { type Command, InvalidArgumentError, Option } from 'commander';
import { backendNames, backendVariable } from '../backend/backendName';
import { isDatasetName, openDataset } from '../data/dataset';
import type { Dataset } from '../data/region';
import { wordsFor } from '../data/words';
import { UserError } from '../errors';
import { maxSteps } from '../paper/hyperparameters';
import { userPath } from '../userPath';
import { presetNames } from '../runs/specification';
import { statusLine } from './statusLine';

// The options that several commands share, and how their texts are read.

function numberReader(
  description: string,
  isAllowed: (value: number) => boolean,
): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (text.trim() === '' || !Number.isFinite(value) || !isAllowed(value))
      throw new InvalidArgumentError(`It has to be ${description}.`);
    return value;
  };
}

/** Reads an option that counts something: 1, 2, 3, ... */
export const positiveInteger = numberReader(
  'a positive integer',
  (value) => Number.isSafeInteger(value) && value >= 1,
);

/** Reads an option that may be 0 too. */
export const naturalNumber = numberReader(
  'an integer that is not negative',
  (value) => Number.isSafeInteger(value) && value >= 0,
);

const hours = numberReader('a number that is not negative', (value) => value >= 0);

/** Reads an option that says for how many hours: until when. */
export const hoursFromNow = (text: string): Date => new Date(Date.now() + hours(text) * 3_600_000);

/**
 * Adds the option that chooses what computes; it is passed on, before tfjs is loaded, to this
 * process and to its workers.
 */
export function addBackendOption(command: Command): Command {
  return command
    .addOption(
      new Option(
        '--backend <name>',
        `what computes (default: ${backendVariable}, else native TensorFlow where it can be ` +
          'loaded, else WASM)',
      ).choices([...backendNames]),
    )
    .on('option:backend', (name: string) => {
      process.env[backendVariable] = name;
    });
}

export interface DataOptions {
  readonly data: string;
  readonly rectify?: boolean;
}

/** A folder becomes absolute, because notebooks have a folder of their own. */
const absoluteFolder = (name: string): string => (isDatasetName(name) ? name : userPath(name));

/** The options that say which data set, and how it is opened; the same for every command. */
export function addDataOptions(command: Command): Command {
  return command
    .option(
      '--data <name>',
      'simulated, simulated-400 (neurons a region), antolik2016, cowley2023, or a folder ' +
        'with region*/',
      absoluteFolder,
      'simulated',
    )
    .option('--rectify', 'accept negative responses and count them as 0');
}

/**
 * Opens the data set that a command was asked for, with its regions.
 * @throws UserError when the data set has no such region
 */
export async function openData(
  { data, rectify }: DataOptions,
  regions: readonly number[],
): Promise<Dataset> {
  const dataset = await openDataset(data, { rectify, onProgress: statusLine.update });
  const missing = regions.find((region) => !dataset.regions.includes(region));
  if (missing !== undefined)
    throw new UserError(
      `The data set "${dataset.identity.name}" has no ${wordsFor(dataset.identity).unit} ` +
        `${missing}; it has ${dataset.regions.join(', ')}.`,
    );
  return dataset;
}

/** What the presets are, for the usage of every command that has them. */
export const presetWords = [
  'smoke: proves that everything runs',
  `quick: ${maxSteps.quick} steps`,
  'paper: all of it',
].join('; ');

export const presetOption = new Option(
  '--preset <name>',
  `${presetWords} (default: quick)`,
).choices(presetNames);

/**
 * The report of a search on the user's own data, instead of the weights that come with the package.
 */
export const weightsOption = new Option(
  '--weights <file>',
  'weights of the losses from the report of npm run search (default: those of the package)',
).argParser(userPath);

export const workersOption = new Option(
  '--workers <n>',
  'trainings at the same time (default: one a core, as far as the memory goes)',
).argParser(positiveInteger);
