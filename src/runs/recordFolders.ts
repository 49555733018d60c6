import { join, resolve } from 'node:path';

const packageRoot = resolve(__dirname, '..', '..');

/** What this user trained; ignored by git. DAE_NR_RECORDS names another folder, for example on a larger disk. */
export function localRecordsFolder(): string {
  return process.env.DAE_NR_RECORDS ?? join(packageRoot, 'data', 'records', 'local');
}

/** The records that come with the package: simulated data, preset `paper`. Never written by a run. */
export function committedRecordsFolder(): string {
  return join(packageRoot, 'data', 'records', 'simulated-paper');
}
