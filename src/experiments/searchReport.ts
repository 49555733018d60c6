import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { DATA_FOLDER } from '../data/layout';
import type { DatasetIdentity } from '../data/region';
import type { SearchReport } from './search';

/** Where `npm run search` writes what it tried on a data set. */
export function searchReportFile(dataset: Pick<DatasetIdentity, 'name'>): string {
  return path.join(DATA_FOLDER, 'search', `${dataset.name}.json`);
}

/** The recorded search on a data set; undefined where none was made. */
export function readSearchReport(dataset: Pick<DatasetIdentity, 'name'>): SearchReport | undefined {
  const file = searchReportFile(dataset);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as SearchReport) : undefined;
}
