import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { DATA_FOLDER } from '../data/layout';
import type { DatasetIdentity } from '../data/region';
import { UserError } from '../errors';
import { choicesSchema } from './hyperparameters';
import { trialSchema } from './search';

const reportSchema = z.strictObject({
  dataset: z.strictObject({ name: z.string(), kind: z.enum(['simulated', 'real']), fingerprint: z.string() }),
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
  if (!existsSync(file)) {
    throw new UserError(`There is no search report at ${file}: make one with npm run search, or leave --weights out.`);
  }
  try {
    return reportSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    const reason = error instanceof z.ZodError ? `${error.issues[0].path.join('.')}: ${error.issues[0].message}` : String(error);
    throw new UserError(`${file} is no report of npm run search (${reason.split('\n')[0]}): make it again.`);
  }
}

/** The report of the search on a data set; undefined before `npm run search` was run on it. */
export function findSearchReport(dataset: Pick<DatasetIdentity, 'name'>): SearchReport | undefined {
  const file = searchReportFile(dataset);
  return existsSync(file) ? readSearchReport(file) : undefined;
}
