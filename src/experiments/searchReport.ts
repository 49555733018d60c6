import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { DATA_FOLDER } from '../data/layout';
import type { DatasetIdentity } from '../data/region';
import { UserError } from '../errors';
import type { SearchReport } from './search';

/** Where `npm run search` writes what it tried on a data set. */
export function searchReportFile(dataset: Pick<DatasetIdentity, 'name'>): string {
  return path.join(DATA_FOLDER, 'search', `${dataset.name}.json`);
}

/**
 * A report that a search wrote; undefined where there is no such file.
 * @throws UserError when it is not JSON.
 */
export function readReportFile(file: string): SearchReport | undefined {
  if (!existsSync(file)) return undefined;
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as SearchReport;
  } catch (error) {
    throw new UserError(`The report ${file} cannot be read (${(error as Error).message}): move it away or name another with --output.`);
  }
}

/** The recorded search on a data set; undefined where none was made. */
export function readSearchReport(dataset: Pick<DatasetIdentity, 'name'>): SearchReport | undefined {
  return readReportFile(searchReportFile(dataset));
}
