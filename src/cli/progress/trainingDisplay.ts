import { MultiBar, Presets, type SingleBar } from 'cli-progress';
import type { WriteStream } from 'node:tty';
import type { NamedRun } from '../../runs/runInventory';
import { runLabel } from '../../runs/runLabel';
import type { RunEvent } from '../../runs/trainRuns';
import { formatDuration } from './formatDuration';
import { type ActiveRun, createPoolProgress, type PoolProgress } from './poolProgress';

/** Shows a pool of trainings on stderr. */
export interface TrainingDisplay {
  readonly show: (event: RunEvent) => void;
  readonly end: () => void;
}

/** Bars on a terminal, one for every run that is being trained; elsewhere a line now and then. */
export function createTrainingDisplay(missing: readonly NamedRun[], stream: WriteStream = process.stderr): TrainingDisplay {
  const progress = createPoolProgress(missing);
  const display = stream.isTTY ? createBars(missing, progress, stream) : createLines(missing, progress, stream);
  return {
    show: (event) => {
      progress.record(event);
      display.show(event);
    },
    end: display.end,
  };
}

function createBars(missing: readonly NamedRun[], progress: PoolProgress, stream: WriteStream): TrainingDisplay {
  const bars = new MultiBar({ stream, hideCursor: true, clearOnComplete: true, format: '{bar} {value}/{total} {text}', barsize: 24 }, Presets.shades_classic);
  const totalBar = bars.create(missing.length, 0, { text: 'runs' });
  const runBars = new Map<string, SingleBar>();
  return {
    show: (event) => {
      const { run } = event;
      if (event.kind === 'started') {
        runBars.set(run.hash, bars.create(run.specification.hyperparameters.maxSteps, 0, { text: runLabel(run.specification) }));
      } else if (event.kind === 'progress') {
        runBars.get(run.hash)?.update(Math.min(event.progress.step, event.progress.maxSteps), { text: runText({ run, progress: event.progress }) });
      } else {
        const note = noteOf(event);
        if (note !== undefined) {
          bars.log(`${note}\n`);
        }
      }
      if (event.kind === 'ended') {
        const bar = runBars.get(run.hash);
        if (bar !== undefined) {
          bars.remove(bar);
        }
        runBars.delete(run.hash);
      }
      totalBar.update(progress.ended(), { text: `runs${timeLeft(progress)}` });
    },
    end: () => bars.stop(),
  };
}

const sparseMilliseconds = 10_000;

function createLines(missing: readonly NamedRun[], progress: PoolProgress, stream: WriteStream): TrainingDisplay {
  let printedAt = performance.now();
  return {
    show: (event) => {
      const note = noteOf(event);
      if (note !== undefined) {
        stream.write(`${note}\n`);
      }
      if (performance.now() - printedAt >= sparseMilliseconds) {
        printedAt = performance.now();
        stream.write(`${progress.ended()} of ${missing.length} runs${timeLeft(progress)}; ${progress.active().map(runText).join('; ')}\n`);
      }
    },
    end: () => undefined,
  };
}

function runText({ run, progress }: ActiveRun): string {
  const label = runLabel(run.specification);
  if (progress === undefined) {
    return `${label} starting`;
  }
  const { step, maxSteps, trainingLoss, validation } = progress;
  return `${label} step ${step}/${maxSteps} loss ${trainingLoss.toPrecision(3)} validation ${validation.toPrecision(3)}`;
}

/** What a user should see even afterwards. */
function noteOf(event: RunEvent): string | undefined {
  const label = runLabel(event.run.specification);
  switch (event.kind) {
    case 'retry':
      return `${label}: ${event.reason}; trying once more`;
    case 'elsewhere':
      return `${label}: another process is training it (or was killed a moment ago); looking again later`;
    case 'ended':
      return event.record.status === 'failed' ? `${label} failed: ${event.record.reason}` : undefined;
    default:
      return undefined;
  }
}

function timeLeft(progress: PoolProgress): string {
  const seconds = progress.secondsLeft();
  return seconds === undefined ? '' : `, about ${formatDuration(seconds)} left`;
}
