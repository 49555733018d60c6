import type { TrainingProgress } from '../../training/training';

/** `45 s`, `3 min 20 s`, `2 h 5 min`. */
export function formatDuration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const minutes = Math.floor(whole / 60);
  if (minutes === 0) {
    return `${whole} s`;
  }
  return minutes < 60 ? `${minutes} min ${whole % 60} s` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** Where a training is, in one line. */
export function formatProgress({ stage, step, maxSteps, trainingLoss, validation, bestValidation, secondsLeft }: TrainingProgress): string {
  return `stage ${stage}, step ${step} of at most ${maxSteps}, loss ${trainingLoss.toPrecision(4)}, `
    + `validation ${validation.toPrecision(4)} (best ${bestValidation.toPrecision(4)}), at most ${formatDuration(secondsLeft)} left`;
}
