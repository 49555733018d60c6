import type { TrainingProgress } from '../../training/training';
import { formatDuration } from './formatDuration';

/** Where a training is, in one line. */
export function formatProgress({ stage, step, maxSteps, trainingLoss, validation, bestValidation, secondsLeft }: TrainingProgress): string {
  return `stage ${stage}, step ${step} of at most ${maxSteps}, loss ${trainingLoss.toPrecision(4)}, `
    + `validation ${validation.toPrecision(4)} (best ${bestValidation.toPrecision(4)}), at most ${formatDuration(secondsLeft)} left`;
}
