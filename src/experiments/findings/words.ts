import { formatNumber } from '../../figures/tableText';
import type { BootstrapInterval } from '../../metrics/bootstrap';
import type { ExperimentContext } from '../experiment';

/** `−0.0012 (95 % interval −0.0020 to −0.0003)` */
export function withInterval({ estimate, lower, upper }: BootstrapInterval, digits: number): string {
  return `${formatNumber(estimate, digits)} (95 % interval ${formatNumber(lower, digits)} to ${formatNumber(upper, digits)})`;
}

/** The word for an interval below 0, above 0, or around it. */
export function choose<Word extends string>(
  { lower, upper }: BootstrapInterval,
  words: { readonly below: Word; readonly above: Word; readonly around: Word },
): Word {
  if (upper < 0) return words.below;
  return lower > 0 ? words.above : words.around;
}

/** What has to be said before any sentence about results. */
export function caution({ dataset, preset }: ExperimentContext): string[] {
  return [
    ...(preset === 'smoke'
      ? ['The preset smoke trains too shortly for any conclusion: its numbers only prove that everything runs.']
      : []),
    ...(preset === 'quick'
      ? ['The preset quick trains for a short time: the preset paper is the one to judge by.']
      : []),
    ...(dataset.kind === 'simulated' ? ['All of this holds for simulated data and says nothing about recordings.'] : []),
  ];
}

export function countSeeds(seeds: number): string {
  return seeds === 1 ? 'one seed' : `${seeds} seeds`;
}
