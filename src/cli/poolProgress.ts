import type { NamedRun } from '../runs/recordStore';
import type { RunSpecification } from '../runs/specification';
import type { RunEvent } from '../runs/trainRuns';
import type { TrainingProgress } from '../training/training';

// Processor time of a step beside the CAE's, measured on one thread.
const autoencoderShares = { CAE: 1, VAE: 1.1, 'VQ-VAE': 0.95 } as const;
/** What a run takes before and after its steps, in steps of the CAE. */
const fixedCost = 40;
/**
 * After so many steps of a run its time per step is known, and after so many seconds of finished
 * runs what the others will take.
 */
const enoughSteps = 100;
const enoughSeconds = 5;

/**
 * How many steps a training is expected to take: each of its stages ends with one patience in vain,
 * and the best weights come about one patience before that.
 */
function expectedSteps({
  hyperparameters: { maxSteps, patience, stages },
}: RunSpecification): number {
  return Math.min(maxSteps, (stages + 1) * patience);
}

/**
 * How long a run may take, in steps of the CAE: compares runs with each other as long as nothing
 * like them has been measured.
 */
export function runCost(specification: RunSpecification): number {
  const { autoencoder, readout, layer, hyperparameters, frozenEncoder } = specification;
  // A step without the autoencoder takes a tenth of one with it, and a readout alone takes about
  // three times as many.
  if (frozenEncoder !== undefined)
    return (
      fixedCost + (frozenEncoder.mapping === 'unfitted' ? 0 : expectedSteps(specification) * 0.3)
    );
  const shared = autoencoder === null ? 0.08 + 0.08 * (layer ?? 0) : autoencoderShares[autoencoder];
  const readoutShare = readout === 'FC' ? 0.15 : readout === null ? 0 : 0.1;
  // Flipped images for the autoencoder, originals for the readout: the encoder runs twice.
  const secondPass =
    autoencoder !== null && readout !== null && hyperparameters.augmentation !== 'none' ? 0.4 : 0;
  return fixedCost + expectedSteps(specification) * (shared + readoutShare + secondPass);
}

/**
 * How far a pool of trainings has come, and how long the rest may take as far as that has been
 * measured.
 */
export function createPoolProgress(missing: readonly NamedRun[]) {
  const unfinished = new Map(missing.map(({ hash, specification }) => [hash, specification]));
  /** Runs that are being trained; nothing is known of one before its first validation. */
  const active = new Map<string, TrainingProgress | undefined>();
  const finished = { seconds: 0, cost: 0 };
  /** Runs of which only what follows is measured. */
  const measuredFrom = new Map<string, TrainingProgress | undefined>();
  let workers = 1;

  const costUntil = (hash: string, progress: TrainingProgress | undefined): number => {
    const run = unfinished.get(hash)!;
    return progress === undefined
      ? 0
      : Math.min(1, progress.step / expectedSteps(run)) * runCost(run);
  };

  /**
   * Of the finished runs, else of those that are being trained; undefined before enough of it was
   * measured.
   */
  function secondsPerCost(): number | undefined {
    if (finished.seconds >= enoughSeconds) return finished.seconds / finished.cost;
    let [seconds, cost] = [0, 0];
    for (const [hash, progress] of active) {
      const from = measuredFrom.get(hash);
      if (
        progress === undefined ||
        progress.step - (from?.step ?? 0) < Math.min(enoughSteps, progress.maxSteps)
      )
        return undefined;
      seconds += progress.secondsElapsed - (from?.secondsElapsed ?? 0);
      cost += costUntil(hash, progress) - costUntil(hash, from);
    }
    return cost === 0 ? undefined : seconds / cost;
  }

  return {
    record: (event: RunEvent): void => {
      const { hash, specification } = event.run;
      if (event.kind === 'elsewhere') return;
      if (event.kind !== 'ended') {
        active.set(hash, event.kind === 'progress' ? event.progress : undefined);
        workers = Math.max(workers, active.size);
        return;
      }
      unfinished.delete(hash);
      active.delete(hash);
      if (event.by !== 'us' || event.record.status !== 'finished') return;
      const { step = 0, secondsElapsed = 0 } = measuredFrom.get(hash) ?? {};
      const { provenance, summary } = event.record;
      finished.seconds += provenance.seconds - secondsElapsed;
      finished.cost +=
        fixedCost + (runCost(specification) - fixedCost) * (1 - step / (summary.steps || 1));
    },
    /**
     * What was measured until now is no measure of what is to come: something else has been
     * computing as well.
     */
    measureAnew: (): void => {
      Object.assign(finished, { seconds: 0, cost: 0 });
      active.forEach((progress, hash) => measuredFrom.set(hash, progress));
    },
    ended: (): number => missing.length - unfinished.size,
    /**
     * From what has been measured; undefined until that is some whole runs, or enough steps of each
     * that is being trained.
     */
    secondsLeft: (): number | undefined => {
      const rate = secondsPerCost();
      if (rate === undefined) return undefined;
      const left = [...unfinished].map(([hash, run]) => {
        const { secondsElapsed, secondsLeft } = active.get(hash) ?? {
          secondsElapsed: 0,
          secondsLeft: 0,
        };
        return Math.max(secondsLeft, rate * runCost(run) - secondsElapsed);
      });
      return Math.max(...left, left.reduce((sum, value) => sum + value, 0) / workers);
    },
  };
}
