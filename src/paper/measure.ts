import { mean } from 'simple-statistics';
import type { NdArray } from '../data/ndArray';
import {
  countDifference,
  crossedInterval,
  errorDifference,
  pccDifference,
  pooledDifference,
  type CrossedInterval,
  type SeedDifferences,
} from '../metrics/crossedInterval';
import { smallestEffects } from '../metrics/verdict';
import type { Comparison } from './comparisonRows';
import { designCommit } from './designCommit';
import type { Reproduction } from './openReproduction';
import { leastShare } from './primaryContrasts';
import type { Run } from './run';
import { pairSeeds, runs } from './runs';
import type { Cell } from './specify';

/** Counts jump when an image is left out, so images are drawn instead. */
const drawsOf = { mse: undefined, pcc: undefined, neurons: 300 } as const;

/** What is known of a check of manipulation. */
export interface Checked {
  readonly kind: 'PCC of the refitted readout' | 'share in the gradient';
  /** A difference of PCC with its interval, or a mean share without one. */
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly seeds: number;
  readonly passed: boolean;
}

/** A comparison with its trainings, in pairs of the same seed. */
export interface Measured extends Comparison {
  readonly pair: readonly [readonly Run[], readonly Run[]];
  readonly difference: SeedDifferences;
  /** Test images. */
  readonly images: number;
  /** In the unit of the difference. */
  readonly smallestEffect: number;
  /** undefined where the comparison has none. */
  readonly checked: Measurement | undefined;
  /** Processors of the two sides, each named once. */
  readonly devices: readonly [string, string];
  /** Whether any of its records was begun before the design was committed. */
  readonly isPostHoc: boolean;
}

/** The two sides of a check, or the shares of the second task. */
export type Measurement =
  | {
      readonly kind: 'pair';
      readonly difference: SeedDifferences;
      readonly seeds: readonly number[];
    }
  | { readonly kind: 'share'; readonly shares: readonly number[] };

const devicesOf = (list: readonly Run[]): string =>
  [...new Set(list.map(({ provenance }) => provenance.device))].sort().join(' and ');

/** Runs of cells, each read once. */
export function takeOnce(reproduction: Reproduction): (cell: Cell) => Promise<Run[]> {
  const taken = new Map<string, Promise<Run[]>>();
  return (cell) => {
    const name = JSON.stringify({ ...cell, neurons: cell.neurons?.(1) });
    const list = taken.get(name) ?? runs(reproduction, cell);
    taken.set(name, list);
    return list;
  };
}

/** The trainings of a comparison and what they differ in; undefined without a common seed. */
export async function measure(
  reproduction: Reproduction,
  comparison: Comparison,
  take: (cell: Cell) => Promise<Run[]>,
): Promise<Measured | undefined> {
  const { first, second, metric, region, check } = comparison;
  const [own, rival] = pairSeeds(await take(first), await take(second));
  if (own.length === 0) return undefined;
  const { testResponses } = await reproduction.region(region);
  const checked = await measureCheck(comparison, own, testResponses, take);
  const before = Array.isArray(check)
    ? await Promise.all((check as readonly Cell[]).map(take))
    : [];
  const everyRun = [...own, ...rival, ...before.flat()];
  return {
    ...comparison,
    pair: [own, rival],
    difference: differenceOf(metric, own, rival, testResponses),
    images: testResponses.shape[0],
    smallestEffect:
      metric === 'mse'
        ? smallestEffects.error * mean(rival.flatMap(({ mse }) => mse))
        : smallestEffects[metric],
    checked,
    devices: [devicesOf(own), devicesOf(rival)],
    isPostHoc: everyRun.some(
      ({ provenance }) => Date.parse(provenance.startedAt) < Date.parse(designCommit.committedAt),
    ),
  };
}

function differenceOf(
  metric: Comparison['metric'],
  own: readonly Run[],
  rival: readonly Run[],
  responses: NdArray,
): SeedDifferences {
  if (metric === 'mse')
    return errorDifference(
      own.map(({ mse }) => mse),
      rival.map(({ mse }) => mse),
    );
  const difference = metric === 'pcc' ? pccDifference : countDifference;
  return difference(
    own.map(({ predictions }) => predictions),
    rival.map(({ predictions }) => predictions),
    responses,
  );
}

async function measureCheck(
  { check, second }: Comparison,
  own: readonly Run[],
  responses: NdArray,
  take: (cell: Cell) => Promise<Run[]>,
): Promise<Measurement | undefined> {
  if (check === undefined) return undefined;
  if (check === 'gradient') {
    const shares = own.flatMap(({ responsesShare }) => responsesShare ?? []);
    return {
      kind: 'share',
      shares: second.alpha === 0 ? shares.map((share) => 1 - share) : shares,
    };
  }
  const [onFirst, onSecond] = pairSeeds(await take(check[0]), await take(check[1]));
  if (onFirst.length === 0) return { kind: 'share', shares: [] };
  return {
    kind: 'pair',
    difference: pccOfFitted(onFirst, onSecond, responses),
    seeds: onFirst.map(({ seed }) => seed),
  };
}

/** Of recorded responses, or of what is fitted in their place, whose PCC the record has. */
function pccOfFitted(
  own: readonly Run[],
  rival: readonly Run[],
  responses: NdArray,
): SeedDifferences {
  if (own[0].specification.responses === undefined)
    return differenceOf('pcc', own, rival, responses);
  // The record keeps correlations with what was fitted, not its values: no image can be left out.
  const differences = own.map(({ pcc }, index) => mean(pcc) - mean(rival[index].pcc));
  return () => differences;
}

/** The mean over rows of what their checks say. */
export function checkOf(rows: readonly Measured[]): Checked | undefined {
  const found = rows.flatMap(({ checked }) => checked ?? []);
  if (found.length === 0) return undefined;
  const shares = found.flatMap((one) => (one.kind === 'share' ? [one.shares] : []));
  if (shares.length > 0) {
    const seeds = Math.min(...shares.map(({ length }) => length));
    const value = seeds === 0 ? NaN : mean(shares.map((ofSeeds) => mean([...ofSeeds])));
    const passed = value >= leastShare;
    return { kind: 'share in the gradient', value, low: NaN, high: NaN, seeds, passed };
  }
  const pairs = found.flatMap((one) => (one.kind === 'pair' ? [one] : []));
  const { difference, seeds } = pooledDifference(pairs);
  const { estimate, lower, upper } =
    seeds.length === 0 ? nothing : crossedInterval(difference, rows[0].images);
  return {
    kind: 'PCC of the refitted readout',
    value: estimate,
    low: lower,
    high: upper,
    seeds: seeds.length,
    passed: seeds.length > 1 && lower > 0,
  };
}

/** Of nothing. */
export const nothing: CrossedInterval = {
  estimate: NaN,
  lower: NaN,
  upper: NaN,
  seeds: 0,
  p: NaN,
  standardError: NaN,
  degreesOfFreedom: NaN,
  components: { seed: 0, image: 0, residual: 0 },
};

/** The smallest effect of a pooled contrast: 1 % of the MSE, .01 of PCC, 2 neurons. */
export const pooledSmallestEffect = (metric: Comparison['metric']): number =>
  metric === 'mse' ? 100 * smallestEffects.error : smallestEffects[metric];

/** The mean of comparisons, each in % of its reference's MSE, in PCC or in neurons. */
export function pooledInterval(rows: readonly Measured[]): CrossedInterval {
  const { difference, seeds } = pooledDifference(
    rows.map((row) => ({
      difference: row.difference,
      scale: row.smallestEffect / pooledSmallestEffect(row.metric),
      seeds: row.pair[0].map(({ seed }) => seed),
    })),
  );
  if (seeds.length === 0) return nothing;
  const [{ images, metric }] = rows;
  return crossedInterval(difference, images, { draws: drawsOf[metric] });
}

/** The interval of one comparison, in the unit of its metric. */
export function intervalOfRow({ difference, images, metric }: Measured): CrossedInterval {
  return crossedInterval(difference, images, { draws: drawsOf[metric] });
}
