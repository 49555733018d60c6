import { formatNumber } from '../../figures/tableText';
import type { BootstrapInterval } from '../../statistics/bootstrap';

/** `−0.0012 (95 % interval −0.0020 to −0.0003)` */
export function withInterval({ estimate, lower, upper }: BootstrapInterval, digits: number): string {
  return `${formatNumber(estimate, digits)} (95 % interval ${formatNumber(lower, digits)} to ${formatNumber(upper, digits)})`;
}

/** The word for an interval below 0, above 0, or around it. */
export function choose({ lower, upper }: BootstrapInterval, words: { readonly below: string; readonly above: string; readonly around: string }): string {
  if (upper < 0) return words.below;
  return lower > 0 ? words.above : words.around;
}

export function countSeeds(seeds: number): string {
  return seeds === 1 ? 'one seed' : `${seeds} seeds`;
}
