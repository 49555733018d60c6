import type { NamedRun } from '../../runs/runInventory';
import { expectedSteps, runCost } from '../../runs/runCost';
import type { RunEvent } from '../../runs/trainRuns';
import type { TrainingProgress } from '../../training/training';

/** A run that is being trained. */
export interface ActiveRun {
  readonly run: NamedRun;
  /** undefined until its first validation. */
  readonly progress: TrainingProgress | undefined;
}

/** How far a pool has come. */
export interface PoolProgress {
  readonly record: (event: RunEvent) => void;
  readonly active: () => readonly ActiveRun[];
  readonly ended: () => number;
  readonly failed: () => number;
  /** From the share of the work that is done; undefined while nothing is. */
  readonly secondsLeft: () => number | undefined;
}

/** @param now seconds on any clock that does not go back */
export function createPoolProgress(missing: readonly NamedRun[], now: () => number = () => performance.now() / 1000): PoolProgress {
  const startedAt = now();
  const total = missing.reduce((sum, { specification }) => sum + runCost(specification), 0);
  const active = new Map<string, ActiveRun>();
  let endedCost = 0;
  let ended = 0;
  let failed = 0;
  const share = ({ run, progress }: ActiveRun): number =>
    progress === undefined ? 0 : Math.min(1, progress.step / Math.min(progress.maxSteps, expectedSteps(run.specification.hyperparameters)));

  return {
    record: (event) => {
      const { run } = event;
      switch (event.kind) {
        case 'started':
        case 'retry':
          active.set(run.hash, { run, progress: undefined });
          break;
        case 'progress':
          active.set(run.hash, { run, progress: event.progress });
          break;
        case 'ended':
          active.delete(run.hash);
          endedCost += runCost(run.specification);
          ended += 1;
          failed += Number(event.record.status === 'failed');
          break;
        case 'elsewhere':
          break;
      }
    },
    active: () => [...active.values()],
    ended: () => ended,
    failed: () => failed,
    secondsLeft: () => {
      const done = endedCost + [...active.values()].reduce((sum, entry) => sum + share(entry) * runCost(entry.run.specification), 0);
      return done > 0 ? ((now() - startedAt) * (total - done)) / done : undefined;
    },
  };
}
