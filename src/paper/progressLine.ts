import { randomUUID } from 'node:crypto';
import { sendOutput } from '../figures/show';
import { escapeHtml } from '../figures/table';
import type { TrainingProgress } from '../training/training';

/** `45 s`, `3 min 20 s`, `2 h 5 min`. */
export function formatDuration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const minutes = Math.floor(whole / 60);
  if (minutes === 0) return `${whole} s`;
  return minutes < 60
    ? `${minutes} min ${whole % 60} s`
    : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** One line about a running training. */
export function progressLine(label: string, progress: TrainingProgress): string {
  const { stage, step, maxSteps, trainingLoss, validation, bestValidation, secondsLeft } = progress;
  const numbers =
    `training loss ${trainingLoss.toPrecision(4)}, validation ${validation.toPrecision(4)} ` +
    `(best ${bestValidation.toPrecision(4)})`;
  return (
    `${label}: stage ${stage}, step ${step} of at most ${maxSteps}, ${numbers}, ` +
    `${formatDuration(secondsLeft)} left`
  );
}

/**
 * A line in a notebook's output that is rewritten in place; outside of a notebook only the first is
 * printed.
 */
export function lineDisplay(): (line: string) => void {
  const identifier = randomUUID();
  let isShown = false;
  return (line) => {
    sendOutput(
      { 'text/html': `<code>${escapeHtml(line)}</code>`, 'text/plain': line },
      identifier,
      isShown,
    );
    isShown = true;
  };
}
