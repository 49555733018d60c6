import { escapeHtml, sendOutput } from '../figures/notebookOutput';
import type { TrainingProgress } from '../training/training';

function duration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, '0')} s`;
}

/** One line about a running training. */
export function progressLine(label: string, progress: TrainingProgress): string {
  const { stage, step, maxSteps, trainingLoss, validation, bestValidation, secondsLeft } = progress;
  const numbers = `training loss ${trainingLoss.toPrecision(4)}, validation ${validation.toPrecision(4)} (best ${bestValidation.toPrecision(4)})`;
  return `${label}: stage ${stage}, step ${step} of at most ${maxSteps}, ${numbers}, ${duration(secondsLeft)} left`;
}

let displays = 0;

/** A line in a notebook's output that is rewritten in place; outside of a notebook only the first is printed. */
export function lineDisplay(): { readonly write: (line: string) => void } {
  const identifier = `dae-nr-line-${process.pid}-${Date.now()}-${displays++}`;
  let isShown = false;
  return {
    write: (line) => {
      sendOutput({ 'text/html': `<code>${escapeHtml(line)}</code>`, 'text/plain': line }, identifier, isShown);
      isShown = true;
    },
  };
}
