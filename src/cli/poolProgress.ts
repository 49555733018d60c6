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

/** A run that is being trained; its progress after its first validation. */
type ActiveRun = { readonly specification: RunSpecification; readonly progress?: TrainingProgress };

/** How far a pool of trainings has come. */
export interface PoolProgress {
  readonly record: (event: RunEvent) => void;
  readonly ended: () => number;
  /** From what has been measured; undefined until that is a whole run, or enough steps of each that is being trained. */
  readonly secondsLeft: () => number | undefined;
}

export function createPoolProgress(missing: readonly NamedRun[]): PoolProgress {
  const waiting = new Map(missing.map(({ hash, specification }) => [hash, specification]));
  const active = new Map<string, ActiveRun>();
  /** What the last run of a kind took. */
  const finished = new Map<string, { readonly seconds: number; readonly steps: number }>();
  const measured = { seconds: 0, cost: 0 };
  let ended = 0;
  let workers = 1;

  const isMeasured = ({ progress }: ActiveRun): boolean => progress !== undefined && progress.step >= Math.min(enoughSteps, progress.maxSteps);
  const stepsOf = (run: RunSpecification): number => finished.get(kindOf(run))?.steps ?? expectedSteps(run);
  const perStep = ({ progress }: ActiveRun): number => progress!.secondsElapsed / progress!.step;

  /** Seconds of a whole run: of those of its kind, else as its cost compares with what was measured. */
  const secondsOf = (run: RunSpecification, secondsPerCost: number): number => finished.get(kindOf(run))?.seconds ?? secondsPerCost * runCost(run);

  return {
    record: (event) => {
      const { hash, specification } = event.run;
      if (event.kind === 'elsewhere') return;
      waiting.delete(hash);
      if (event.kind !== 'ended') {
        active.set(hash, { specification, ...(event.kind === 'progress' && { progress: event.progress }) });
        workers = Math.max(workers, active.size);
        return;
      }
      ended += 1;
      active.delete(hash);
      if (event.by !== 'us' || event.record.status !== 'finished') return;
      const { provenance: { seconds }, summary: { steps } } = event.record;
      finished.set(kindOf(specification), { seconds, steps });
      measured.seconds += seconds;
      measured.cost += runCost(specification);
    },
    ended: () => ended,
    secondsLeft: () => {
      const entries = [...active.values()];
      const known = entries.filter(isMeasured);
      if (finished.size === 0 && (known.length === 0 || known.length < entries.length)) return undefined;
      const seconds = known.reduce((sum, { progress }) => sum + progress!.secondsElapsed, measured.seconds);
      const share = ({ specification, progress }: ActiveRun): number => Math.min(1, progress!.step / expectedSteps(specification));
      const cost = known.reduce((sum, entry) => sum + share(entry) * runCost(entry.specification), measured.cost);
      if (seconds < enoughSeconds) return undefined;
      const secondsLeftOf = (entry: ActiveRun): number =>
        isMeasured(entry)
          ? (seconds / cost) * fixedCost + Math.max(entry.progress!.secondsLeft, perStep(entry) * (stepsOf(entry.specification) - entry.progress!.step))
          : secondsOf(entry.specification, seconds / cost);
      const left = [...entries.map(secondsLeftOf), ...[...waiting.values()].map((run) => secondsOf(run, seconds / cost))];
      return Math.max(...left, left.reduce((sum, value) => sum + value, 0) / workers);
    },
  };
}
