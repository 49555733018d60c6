import { MultiBar, Presets, type SingleBar } from 'cli-progress';
import type { WriteStream } from 'node:tty';
import { formatDuration } from '../paper/progressLine';
import type { RunRecord } from '../runs/record';
import { missingRuns, type NamedRun } from '../runs/recordStore';
import { runLabel, type RunSpecification } from '../runs/specification';
import { trainRuns, type RunEvent, type TrainRunsOptions } from '../runs/trainRuns';
import { createPoolProgress } from './poolProgress';

/** `trainRuns`, shown on stderr: bars on a terminal, one for every run that is being trained; elsewhere a line now and then. */
export async function trainShowing(specifications: readonly RunSpecification[], options: TrainRunsOptions): Promise<ReadonlyMap<string, RunRecord>> {
  const missing = missingRuns(specifications, options.store, options.fresh);
  const first = missing.length === 0 ? '' : ` in ${Math.min(options.workers, missing.length)} processes, ${runLabel(missing[0].specification)} first`;
  process.stderr.write(`${specifications.length} runs: ${specifications.length - missing.length} have a record, ${missing.length} to train${first}\n`);
  if (missing.length === 0) return trainRuns(specifications, options);
  const { show, end } = createTrainingDisplay(missing, process.stderr);
  const onEvent = (event: RunEvent): void => {
    show(event);
    options.onEvent?.(event);
  };
  return trainRuns(specifications, { ...options, onEvent }).finally(end);
}

function createTrainingDisplay(missing: readonly NamedRun[], stream: WriteStream): { readonly show: (event: RunEvent) => void; readonly end: () => void } {
  const pool = createPoolProgress(missing);
  const bars = new MultiBar(
    { stream, hideCursor: true, clearOnComplete: true, noTTYOutput: true, notTTYSchedule: 10_000, format: stream.isTTY ? '{bar} {text}' : '{text}', barsize: 24 },
    Presets.shades_classic,
  );
  const total = bars.create(missing.length, 0, { text: `0 of ${missing.length} runs` });
  const runBars = new Map<string, SingleBar>();
  return {
    show: (event) => {
      pool.record(event);
      const { hash, specification } = event.run;
      const note = noteOf(event);
      if (note !== undefined) bars.log(`${note}\n`);
      if (event.kind === 'ended') {
        bars.remove(runBars.get(hash)!);
        runBars.delete(hash);
      } else if (stream.isTTY && event.kind !== 'elsewhere') {
        const bar = runBars.get(hash) ?? bars.create(specification.hyperparameters.maxSteps, 0, { text: '' });
        runBars.set(hash, bar);
        bar.update(event.kind === 'progress' ? event.progress.step : 0, { text: runText(event) });
      }
      const seconds = pool.secondsLeft();
      const left = seconds === undefined ? '' : `, about ${formatDuration(seconds)} left`;
      total.update(pool.ended(), { text: `${pool.ended()} of ${missing.length} runs${left}${stream.isTTY ? '' : `; ${runText(event)}`}` });
      if (note !== undefined) bars.update();
    },
    end: () => bars.stop(),
  };
}

function runText(event: RunEvent): string {
  const label = runLabel(event.run.specification);
  if (event.kind !== 'progress') return `${label} ${event.kind}`;
  const { step, maxSteps, trainingLoss, validation } = event.progress;
  return `${label} step ${step}/${maxSteps} loss ${trainingLoss.toPrecision(3)} validation ${validation.toPrecision(3)}`;
}

/** What a user should see even afterwards. */
function noteOf(event: RunEvent): string | undefined {
  const label = runLabel(event.run.specification);
  if (event.kind === 'retry') return `${label}: ${event.reason}; trying once more`;
  if (event.kind === 'elsewhere') return `${label}: another process is training it (or was killed a moment ago); looking again later`;
  return event.kind === 'ended' && event.record.status === 'failed' ? `${label} failed: ${event.record.reason}` : undefined;
}
