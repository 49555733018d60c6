import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { isDatasetName } from '../data/dataset';
import { DATA_FOLDER } from '../data/layout';
import type { DatasetIdentity } from '../data/region';
import { UserError } from '../errors';
import { choicesSchema, defaultChoices, type Choices } from './hyperparameters';

/**
 * A trial as it is recorded: what was tried, and its best validation values; null for a training
 * that diverged or has not been run.
 */
const trialSchema = z.strictObject({
  axis: z.string(),
  model: z.string(),
  task: z.enum(['IR', 'NRS']),
  value: z.number(),
  region: z.int(),
  seed: z.int(),
  alpha: z.number(),
  beta: z.number(),
  /** The criterion of the task: MSE (IR), Poisson loss (NRS). */
  validation: z.number().nullable(),
  mse: z.number().nullable(),
  pcc: z.number().nullable(),
  bestStep: z.int().nullable(),
  steps: z.int().nullable(),
  record: z.string(),
});
export type Trial = z.infer<typeof trialSchema>;

const reportSchema = z.strictObject({
  dataset: z.strictObject({
    name: z.string(),
    kind: z.enum(['simulated', 'real']),
    fingerprint: z.string(),
  }),
  /** Around which the trials were made. */
  around: choicesSchema,
  trials: z.array(trialSchema),
  /** With the best value of every axis whose trials are complete. */
  choices: choicesSchema,
});

/** All trials of a search and what was chosen. */
export type SearchReport = z.infer<typeof reportSchema>;

/** Where `npm run search` writes what it tried on a data set. */
export function searchReportFile({ name }: Pick<DatasetIdentity, 'name'>): string {
  return path.join(DATA_FOLDER, 'search', `${path.basename(name)}.json`);
}

/**
 * Reads a report.
 * @throws UserError when the file is missing or is none
 */
export function readSearchReport(file: string): SearchReport {
  if (!existsSync(file))
    throw new UserError(
      `There is no search report at ${file}: make one with npm run search, or leave --weights out.`,
    );
  try {
    return reportSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    const reason =
      error instanceof z.ZodError
        ? `${error.issues[0].path.join('.')}: ${error.issues[0].message}`
        : String(error);
    throw new UserError(
      `${file} is no report of npm run search (${reason.split('\n')[0]}): make it again.`,
    );
  }
}

/** The report of the search on a data set; undefined before `npm run search` was run on it. */
export function findSearchReport(dataset: Pick<DatasetIdentity, 'name'>): SearchReport | undefined {
  const file = searchReportFile(dataset);
  return existsSync(file) ? readSearchReport(file) : undefined;
}

/**
 * The numbers with which a data set is trained: from the search on it, or on the data set that its
 * description names; else the package's own, from the simulation. A report on the user's own data
 * counts for these data only, not for others in a folder of the same name.
 * @throws UserError where the description names a data set without a report
 */
export function choicesFor(dataset: DatasetIdentity): {
  readonly choices: Choices;
  /** The data set on which they were chosen. */
  readonly chosenOn: string;
  /** Present where the search has values without a result: the others are the package's own. */
  readonly chosenInPart?: true;
} {
  const named = dataset.description?.hyperparameters;
  const chosenOn = named ?? dataset.name;
  const report = chosenOn === 'simulated' ? undefined : findSearchReport({ name: chosenOn });
  if (named !== undefined && named !== 'simulated' && report === undefined)
    throw new UserError(
      `The data set "${dataset.name}" names the hyper-parameters of "${named}", but there is ` +
        `no ${searchReportFile({ name: named })}: name another data set in its dataset.json, ` +
        'or none.',
    );
  const isMeant =
    named !== undefined ||
    isDatasetName(chosenOn) ||
    report?.dataset.fingerprint === dataset.fingerprint;
  if (report === undefined || !isMeant) return { choices: defaultChoices, chosenOn: 'simulated' };
  const { choices, trials } = report;
  return { choices, chosenOn, ...(isInPart(trials) && { chosenInPart: true as const }) };
}

/** Whether an axis has a value that nobody has tried yet. */
function isInPart(trials: readonly Trial[]): boolean {
  const settingOf = ({ axis, value }: Trial): string => `${axis} ${value}`;
  const tried = new Set(trials.filter(({ validation }) => validation !== null).map(settingOf));
  return trials.some((trial) => !tried.has(settingOf(trial)));
}
