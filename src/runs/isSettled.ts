import type { RunRecord } from './record';

/** Whether a record need not be trained again: it finished, or it diverged and would do so again. */
export function isSettled(record: RunRecord | undefined): record is RunRecord {
  return record !== undefined && (record.status === 'finished' || record.cause === 'diverged');
}
