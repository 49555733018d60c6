import { formatModelName } from '../models/modelName';
import type { NamedRun } from '../runs/recordStore';
import type { RunSpecification } from '../runs/specification';
import type { RunEvent } from '../runs/trainRuns';
import type { TrainingProgress } from '../training/training';

// Processor time of a step beside the CAE's, measured on one thread.
const autoencoderShares = { CAE: 1, VAE: 1.1, 'VQ-VAE': 0.95 } as const;
/** What a run takes before and after its steps, in steps of the CAE. */
const fixedCost = 40;
/** After so many steps of a run its time per step is known, and after so many seconds of a pool what its runs cost. */
const enoughSteps = 100;
const enoughSeconds = 5;

/** How many steps a training is expected to take: each of its stages ends with one patience in vain, and the best weights come about one patience before that. */
function expectedSteps({ hyperparameters: { maxSteps, patience, stages } }: RunSpecification): number {
  return Math.min(maxSteps, (stages + 1) * patience);
}

/** How long a run may take, in steps of the CAE: compares runs with each other as long as nothing like them has been measured. */
export function runCost(specification: RunSpecification): number {
  const { autoencoder, readout, layer, hyperparameters, frozenEncoder } = specification;
  // A step without the autoencoder takes a tenth of one with it, and a readout alone takes about three times as many.
  if (frozenEncoder !== undefined) return fixedCost + (frozenEncoder.mapping === 'unfitted' ? 0 : expectedSteps(specification) * 0.3);
  const shared = autoencoder === null ? 0.08 + 0.08 * (layer ?? 0) : autoencoderShares[autoencoder];
  const readoutShare = readout === 'FC' ? 0.15 : readout === null ? 0 : 0.1;
  // Flipped images for the autoencoder, originals for the readout: the encoder runs twice.
  const secondPass = autoencoder !== null && readout !== null && hyperparameters.augmentation !== 'none' ? 0.4 : 0;
  return fixedCost + expectedSteps(specification) * (shared + readoutShare + secondPass);
}

/** Runs that take about equally long. */
export function kindOf({ task, frozenEncoder, hyperparameters, ...model }: RunSpecification): string {
  return [formatModelName(model), task, frozenEncoder?.mapping, hyperparameters.augmentation].join(' ');
}

/** A run that has not ended, and once it is being trained how far it has come; nothing before its first validation. */
type Unfinished = { readonly specification: RunSpecification; readonly isActive: boolean; readonly progress?: TrainingProgress };

/** How far a pool of trainings has come. */
export interface PoolProgress {
  readonly record: (event: RunEvent) => void;
  readonly ended: () => number;
  /** From what has been measured; undefined until that is a whole run, or enough steps of each that is being trained. */
  readonly secondsLeft: () => number | undefined;
}

export function createPoolProgress(missing: readonly NamedRun[]): PoolProgress {
  const unfinished = new Map<string, Unfinished>(missing.map(({ hash, specification }) => [hash, { specification, isActive: false }]));
  /** What the last run of a kind took. */
  const finished = new Map<string, { readonly seconds: number; readonly steps: number }>();
  const measured = { seconds: 0, cost: 0 };
  let workers = 1;

  const active = (): Unfinished[] => [...unfinished.values()].filter(({ isActive }) => isActive);
  const isKnown = ({ progress }: Unfinished): boolean => progress !== undefined && progress.step >= Math.min(enoughSteps, progress.maxSteps);
  const stepsOf = (run: RunSpecification): number => finished.get(kindOf(run))?.steps ?? expectedSteps(run);

  /** Seconds that a run still takes: of those of its kind, else as its cost compares with what was measured. */
  function secondsLeftOf(run: Unfinished, secondsPerCost: number): number {
    const { specification, progress } = run;
    if (!isKnown(run)) return finished.get(kindOf(specification))?.seconds ?? secondsPerCost * runCost(specification);
    const { step, secondsElapsed, secondsLeft } = progress!;
    return secondsPerCost * fixedCost + Math.max(secondsLeft, (secondsElapsed / step) * (stepsOf(specification) - step));
  }

  return {
    record: (event) => {
      const { hash, specification } = event.run;
      if (event.kind === 'elsewhere') return;
      if (event.kind !== 'ended') {
        unfinished.set(hash, { specification, isActive: true, ...(event.kind === 'progress' && { progress: event.progress }) });
        workers = Math.max(workers, active().length);
        return;
      }
      unfinished.delete(hash);
      if (event.by !== 'us' || event.record.status !== 'finished') return;
      const { provenance: { seconds }, summary: { steps } } = event.record;
      finished.set(kindOf(specification), { seconds, steps });
      measured.seconds += seconds;
      measured.cost += runCost(specification);
    },
    ended: () => missing.length - unfinished.size,
    secondsLeft: () => {
      const known = active().filter(isKnown);
      if (finished.size === 0 && (known.length === 0 || known.length < active().length)) return undefined;
      const seconds = known.reduce((sum, { progress }) => sum + progress!.secondsElapsed, measured.seconds);
      const share = ({ specification, progress }: Unfinished): number => Math.min(1, progress!.step / expectedSteps(specification));
      const cost = known.reduce((sum, run) => sum + share(run) * runCost(run.specification), measured.cost);
      if (seconds < enoughSeconds) return undefined;
      const left = [...unfinished.values()].map((run) => secondsLeftOf(run, seconds / cost));
      return Math.max(...left, left.reduce((sum, value) => sum + value, 0) / workers);
    },
  };
}
