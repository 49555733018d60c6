import { formatModelName } from '../../models/modelName';
import type { NamedRun } from '../../runs/runInventory';
import type { RunSpecification } from '../../runs/specification';
import type { RunEvent } from '../../runs/trainRuns';
import type { TrainingProgress } from '../../training/training';
import { expectedSteps, fixedCost, runCost } from './runCost';

/** A run that is being trained. */
export interface ActiveRun {
  readonly run: NamedRun;
  readonly startedAt: number;
  /** undefined until its first validation. */
  readonly progress: TrainingProgress | undefined;
  /** Seconds before its first step: the start of a worker and the reading of its data, which no later run has. */
  readonly lead: number;
}

/** How far a pool has come. */
export interface PoolProgress {
  readonly record: (event: RunEvent) => void;
  readonly active: () => readonly ActiveRun[];
  readonly ended: () => number;
  /** From what has been measured; undefined until that is a whole run, or enough steps of each that is being trained, and where nobody can know. */
  readonly secondsLeft: () => number | undefined;
}

/** After so many steps of a run its time per step is known, and after so many seconds of a pool what its runs cost. */
const enoughSteps = 100;
const enoughSeconds = 5;

/** Runs that take about equally long. */
function kindOf(specification: RunSpecification): string {
  const { task, frozenEncoder, hyperparameters } = specification;
  return [formatModelName(specification), task, frozenEncoder?.mapping, hyperparameters.augmentation].join(' ');
}

/** @param now seconds on any clock that does not go back */
export function createPoolProgress(missing: readonly NamedRun[], now: () => number = () => performance.now() / 1000): PoolProgress {
  const waiting = new Map(missing.map((run) => [run.hash, run]));
  const active = new Map<string, ActiveRun>();
  const finished = new Map<string, { runs: number; seconds: number; steps: number }>();
  let measured = { seconds: 0, cost: 0 };
  let ended = 0;
  let workers = 1;

  function recordEnd({ run, startedAt, lead }: ActiveRun, steps: number): void {
    const seconds = now() - startedAt - lead;
    const before = finished.get(kindOf(run.specification)) ?? { runs: 0, seconds: 0, steps: 0 };
    finished.set(kindOf(run.specification), { runs: before.runs + 1, seconds: before.seconds + seconds, steps: before.steps + steps });
    measured = { seconds: measured.seconds + seconds, cost: measured.cost + runCost(run.specification) };
  }

  const isMeasured = ({ progress }: ActiveRun): boolean => progress !== undefined && progress.step >= Math.min(enoughSteps, progress.maxSteps);
  const stepsOf = (specification: RunSpecification): number => {
    const same = finished.get(kindOf(specification));
    return same === undefined ? expectedSteps(specification) : same.steps / same.runs;
  };

  /** Whether nobody can know when patience will end a run. */
  function isOpen({ run, progress }: ActiveRun): boolean {
    const { maxSteps, patience } = run.specification.hyperparameters;
    const steps = stepsOf(run.specification);
    return progress !== undefined && steps < maxSteps && progress.step > steps - patience;
  }

  /** Seconds of a whole run: of those of its kind, as its own first steps tell, or as its cost compares with what was measured. */
  function secondsOf(specification: RunSpecification, secondsPerCost: number): number {
    const same = finished.get(kindOf(specification));
    if (same !== undefined) return same.seconds / same.runs;
    const running = [...active.values()].find((other) => isMeasured(other) && kindOf(other.run.specification) === kindOf(specification));
    return running === undefined
      ? secondsPerCost * runCost(specification)
      : secondsPerCost * fixedCost + (running.progress!.secondsElapsed / running.progress!.step) * stepsOf(specification);
  }

  function secondsLeftOf(entry: ActiveRun, secondsPerCost: number): number {
    const { run, startedAt, progress, lead } = entry;
    if (progress !== undefined && isMeasured(entry)) {
      const { stages, patience } = run.specification.hyperparameters;
      const perStep = progress.secondsElapsed / progress.step;
      // It ends no sooner than patience lets it.
      const least = Math.min(progress.secondsLeft + perStep * patience * (stages - progress.stage), perStep * (progress.maxSteps - progress.step));
      return secondsPerCost * fixedCost + Math.max(least, perStep * (stepsOf(run.specification) - progress.step));
    }
    return Math.max(0, secondsOf(run.specification, secondsPerCost) - (now() - startedAt - lead));
  }

  return {
    record: (event) => {
      const { run } = event;
      const entry = active.get(run.hash);
      switch (event.kind) {
        case 'started':
        case 'retry':
          waiting.delete(run.hash);
          active.set(run.hash, { run, startedAt: now(), progress: undefined, lead: 0 });
          workers = Math.max(workers, active.size);
          break;
        case 'progress':
          if (entry !== undefined) {
            const lead = entry.progress === undefined ? Math.max(0, now() - entry.startedAt - event.progress.secondsElapsed) : entry.lead;
            active.set(run.hash, { ...entry, progress: event.progress, lead });
          }
          break;
        case 'ended':
          waiting.delete(run.hash);
          active.delete(run.hash);
          ended += 1;
          if (entry !== undefined && event.record.status === 'finished') recordEnd(entry, event.record.summary.steps);
          break;
        case 'elsewhere':
          break;
      }
    },
    active: () => [...active.values()],
    ended: () => ended,
    secondsLeft: () => {
      const entries = [...active.values()];
      const known = entries.filter(isMeasured);
      if (finished.size === 0 && (known.length === 0 || known.length < entries.length)) return undefined;
      const share = ({ run, progress }: ActiveRun): number => Math.min(1, progress!.step / expectedSteps(run.specification));
      const seconds = known.reduce((sum, { progress }) => sum + progress!.secondsElapsed, measured.seconds);
      const cost = known.reduce((sum, entry) => sum + share(entry) * runCost(entry.run.specification), measured.cost);
      if (seconds < enoughSeconds || (waiting.size === 0 && entries.some(isOpen))) return undefined;
      // Who is free first takes the next one: the last runs of a pool are often trained alone.
      const lanes = Array.from({ length: workers }, (_, lane) => (entries[lane] === undefined ? 0 : secondsLeftOf(entries[lane], seconds / cost)));
      for (const { specification } of waiting.values()) {
        const first = lanes.indexOf(Math.min(...lanes));
        lanes[first] += secondsOf(specification, seconds / cost);
      }
      return Math.max(...lanes);
    },
  };
}
