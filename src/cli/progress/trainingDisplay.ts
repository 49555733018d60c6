import { MultiBar, Presets, type SingleBar } from 'cli-progress';
import type { WriteStream } from 'node:tty';
import type { NamedRun } from '../../runs/runInventory';
import { runLabel } from '../../runs/specification';
import type { RunEvent } from '../../runs/trainRuns';
import { formatDuration } from './formatProgress';
import { type ActiveRun, createPoolProgress } from './poolProgress';
import { createStatusLine } from './statusLine';

/** Shows a pool of trainings on stderr. */
export interface TrainingDisplay {
  readonly show: (event: RunEvent) => void;
  readonly end: () => void;
}

/** Bars on a terminal, one for every run that is being trained; elsewhere a line now and then. */
export function createTrainingDisplay(missing: readonly NamedRun[], stream: WriteStream = process.stderr): TrainingDisplay {
  const pool = createPoolProgress(missing);
  const screen = stream.isTTY ? createBars(missing.length, stream) : createLines(stream);
  return {
    show: (event) => {
      pool.record(event);
      const seconds = pool.secondsLeft();
      const total = `${pool.ended()} of ${missing.length} runs${seconds === undefined ? '' : `, about ${formatDuration(seconds)} left`}`;
      screen.update({ ended: pool.ended(), total, active: pool.active(), note: noteOf(event) });
    },
    end: screen.end,
  };
}

interface Screen {
  readonly update: (state: {
    readonly ended: number;
    /** The pool in a few words. */
    readonly total: string;
    readonly active: readonly ActiveRun[];
    readonly note: string | undefined;
  }) => void;
  readonly end: () => void;
}

function createBars(runs: number, stream: WriteStream): Screen {
  const bars = new MultiBar({ stream, hideCursor: true, clearOnComplete: true, format: '{bar} {text}', barsize: 24 }, Presets.shades_classic);
  const totalBar = bars.create(runs, 0, { text: '' });
  const runBars = new Map<string, SingleBar>();
  return {
    update: ({ ended, total, active, note }) => {
      if (note !== undefined) {
        bars.log(`${note}\n`);
      }
      for (const [hash, bar] of runBars) {
        if (!active.some(({ run }) => run.hash === hash)) {
          bars.remove(bar);
          runBars.delete(hash);
        }
      }
      for (const entry of active) {
        const { hash, specification } = entry.run;
        const bar = runBars.get(hash) ?? bars.create(specification.hyperparameters.maxSteps, 0, { text: '' });
        runBars.set(hash, bar);
        bar.update(entry.progress?.step ?? 0, { text: runText(entry) });
      }
      totalBar.update(ended, { text: total });
    },
    end: () => bars.stop(),
  };
}

function createLines(stream: WriteStream): Screen {
  const status = createStatusLine(stream);
  return {
    update: ({ total, active, note }) => {
      if (note !== undefined) {
        status.note(note);
      }
      status.update([total, ...active.map(runText)].join('; '));
    },
    end: status.end,
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
