import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { UserError } from '../errors';
import { DESCRIPTION_FILE, type FolderListing } from './layout';

const words = z.string().trim().min(1);

/** Unknown keys are refused: a typing mistake must not silently say nothing. */
const descriptionSchema = z.strictObject({
  /** Area of the brain: `V4`. */
  area: words.optional(),
  species: words.optional(),
  /** What the data set calls a folder `region<n>`: `region`, `session`. */
  unit: words.default('region'),
  /** What was shown, in the plural: `photographs`. */
  stimuli: words.default('images'),
  /** What a response is, in the plural: `spike counts`. */
  responses: words.default('responses'),
  citation: words.optional(),
  licence: words.optional(),
  /** Lowest and highest possible pixel of the image files. */
  pixels: z
    .tuple([z.number(), z.number()])
    .refine(([low, high]) => low < high, 'the lowest possible pixel comes first')
    .optional(),
  /** Data set whose search for hyper-parameters is used; by default its own where there is one. */
  hyperparameters: words.optional(),
});

/** What a data set says about itself; `dataset.json` in its folder may leave all of it out. */
export type DatasetDescription = z.output<typeof descriptionSchema>;
type GivenDescription = z.input<typeof descriptionSchema>;

const simulatedDescription: GivenDescription = {
  area: 'V1',
  stimuli: 'simulated images',
  responses: 'simulated V1 responses',
};

/** Data sets that the package installs, by the names of their folders. */
const publishedDescriptions: Readonly<Record<string, GivenDescription>> = {
  antolik2016: {
    area: 'V1',
    species: 'mouse',
    stimuli: 'natural images',
    responses: 'calcium responses',
    citation: 'Antolik et al. 2016',
    licence: 'CC BY 4.0',
  },
  cowley2023: {
    area: 'V4',
    species: 'macaque',
    unit: 'session',
    stimuli: 'grey natural images',
    responses: 'spike counts',
    citation: 'Cowley, Stan, Pillow & Smith 2023',
    licence: 'GPL-3.0',
    pixels: [0, 255],
  },
};

/** Units of the data sets that this process has opened, for lines that know their name only. */
const openedUnits = new Map<string, string>();

/** Remembers what a data set that was opened calls a region. */
export function rememberUnit(name: string, { unit }: Pick<DatasetDescription, 'unit'>): void {
  openedUnits.set(name, unit);
}

/** What a data set calls a region, by its name: one of the package, or one that was opened. */
export function unitOf(name: string): string {
  return openedUnits.get(name) ?? publishedDescriptions[name]?.unit ?? 'region';
}

/** The text of `dataset.json` of a data set that the package installs. */
export function descriptionFile(name: keyof typeof publishedDescriptions): string {
  return `${JSON.stringify(publishedDescriptions[name], null, 1)}\n`;
}

/**
 * What a folder of recordings or a simulation is: its `dataset.json`, or what the package knows
 * about it.
 * @throws UserError for a file that is none, with a key that does not exist or a wrong value
 */
export async function describeDataset({
  folder,
  isSimulated,
}: FolderListing): Promise<DatasetDescription> {
  if (isSimulated) return descriptionSchema.parse(simulatedDescription);
  const file = path.join(folder, DESCRIPTION_FILE);
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw new UserError(`${file} cannot be read: ${error.message}.`);
  });
  return text === undefined
    ? descriptionSchema.parse(publishedDescriptions[path.basename(folder)] ?? {})
    : parseDescription(text, file);
}

function parseDescription(text: string, file: string): DatasetDescription {
  const keys = Object.keys(descriptionSchema.shape).join(', ');
  const refuse = (reason: string): UserError =>
    new UserError(`${file} is wrong: ${reason}; it may have ${keys}.`);
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    throw refuse('it is not JSON');
  }
  const { data, error } = descriptionSchema.safeParse(content);
  if (error === undefined) return data;
  const [{ path: place, message }] = error.issues;
  throw refuse([place.join('.'), message].filter(Boolean).join(': '));
}
