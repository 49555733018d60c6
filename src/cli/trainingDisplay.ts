import { formatDuration, progressLine } from '../paper/progressLine';
import type { RunRecord } from '../runs/record';
import { missingRuns } from '../runs/recordStore';
import { runLabel, type RunSpecification } from '../runs/specification';
import { trainRuns, type RunEvent, type TrainRunsOptions } from '../runs/trainRuns';
import { createPoolProgress } from './poolProgress';
import { statusLine } from './statusLine';

/**
 * `trainRuns`, shown on stderr: how many runs have ended, how long the others may take, and how far
 * the one is that was heard of last.
 * @param beside other work of this command, which slows the trainings down: how long they may take
 * is measured after it
 */
export async function trainShowing(
  specifications: readonly RunSpecification[],
  options: TrainRunsOptions,
  beside?: Promise<unknown>,
): Promise<ReadonlyMap<string, RunRecord>> {
  const missing = missingRuns(specifications, options.store, options.fresh);
  statusLine.note(
    `${specifications.length} runs: ${specifications.length - missing.length} have a record, ` +
      `${missing.length} to train`,
  );
  const pool = createPoolProgress(missing);
  let isAlone = false;
  void Promise.allSettled([beside]).then(() => {
    isAlone = true;
    pool.measureAnew();
  });
  const onEvent = (event: RunEvent): void => {
    pool.record(event);
    const note = noteOf(event);
    if (note !== undefined) statusLine.note(note);
    const label = runLabel(event.run.specification);
    const seconds = isAlone ? pool.secondsLeft() : undefined;
    const left = seconds === undefined ? '' : `, about ${formatDuration(seconds)} left`;
    const latest =
      event.kind === 'progress' ? progressLine(label, event.progress) : `${label} ${event.kind}`;
    statusLine.update(`${pool.ended()} of ${missing.length} runs${left}; ${latest}`);
    options.onEvent?.(event);
  };
  return trainRuns(specifications, { ...options, onEvent }).finally(statusLine.end);
}

/** What a user should see even afterwards. */
function noteOf(event: RunEvent): string | undefined {
  const label = runLabel(event.run.specification);
  if (event.kind === 'retry') return `${label}: ${event.reason}; trying once more`;
  if (event.kind === 'elsewhere')
    return (
      `${label}: another process is training it (or was killed a moment ago); looking again ` +
      'later'
    );
  return event.kind === 'ended' && event.record.status === 'failed'
    ? `${label} failed: ${event.record.reason}`
    : undefined;
}
