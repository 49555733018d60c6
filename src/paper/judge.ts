import type { CrossedInterval } from '../metrics/crossedInterval';
import { fewestSeeds, verdicts, type Verdict } from '../metrics/verdict';
import { power } from '../metrics/verdictRates';
import type { Comparison, Family } from './comparisonRows';
import {
  checkOf,
  pooledSmallestEffect,
  intervalOfRow,
  measure,
  nothing,
  pooledInterval,
  takeOnce,
  type Checked,
  type Measured,
} from './measure';
import type { Reproduction } from './openReproduction';
import {
  comparisonKey,
  comparisons,
  primaryContrasts,
  type PrimaryContrast,
} from './primaryContrasts';
import type { Run } from './run';
import type { Cell, Plan } from './specify';

/** A comparison of the design with what the records say. */
export interface JudgedRow extends Comparison {
  readonly difference: CrossedInterval;
  readonly smallestEffect: number;
  readonly checked: Checked | undefined;
  /** Holm over the family; NaN where nothing was tested. */
  readonly p: number;
  readonly verdict: Verdict;
  /** Processors of either side; empty without trainings. */
  readonly devices: readonly [string, string];
  /** Pairs on two processors may differ by the processors too. */
  readonly isOnTwoProcessors: boolean;
  readonly isPostHoc: boolean;
  /** The trainings of both sides, for captions. */
  readonly runs: readonly Run[];
}

/** What a verdict looks at: seeds count that have the pair and its check. */
function tested(
  difference: CrossedInterval,
  checked: Checked | undefined,
): Pick<CrossedInterval, 'estimate' | 'lower' | 'upper' | 'seeds' | 'p'> {
  if (checked === undefined) return difference;
  // A share is a level, hardly another for another seed: two say what all have.
  const ofCheck =
    checked.kind === 'share in the gradient' && checked.seeds >= 2 ? Infinity : checked.seeds;
  return { ...difference, seeds: Math.min(difference.seeds, ofCheck) };
}

/**
 * Every comparison of some families, judged in its family: one interval, one p and one verdict,
 * wherever it is shown. What is missing is trained, unless the reproduction is from records.
 */
export async function judge(
  reproduction: Reproduction,
  ...families: readonly Family[]
): Promise<JudgedRow[]> {
  const take = takeOnce(reproduction);
  const all = comparisons(reproduction, reproduction.records.find);
  const rows: JudgedRow[] = [];
  for (const family of families) {
    const own = all.filter((comparison) => comparison.family === family);
    const measured: (Measured | undefined)[] = [];
    for (const comparison of own) measured.push(await measure(reproduction, comparison, take));
    const found = own.map((comparison, index) => judgedAlone(comparison, measured[index]));
    const decided = verdicts(
      found.map(({ difference, checked, smallestEffect, side }) => ({
        difference: tested(difference, checked),
        smallestEffect,
        side,
        isInert: checked?.passed === false,
      })),
    );
    rows.push(...found.map((row, index) => ({ ...row, ...decided[index] })));
  }
  return rows;
}

function judgedAlone(
  comparison: Comparison,
  measured: Measured | undefined,
): Omit<JudgedRow, 'p' | 'verdict'> {
  if (measured === undefined)
    return {
      ...comparison,
      difference: nothing,
      smallestEffect: NaN,
      checked: undefined,
      devices: ['', ''],
      isOnTwoProcessors: false,
      isPostHoc: false,
      runs: [],
    };
  const { smallestEffect, devices, isPostHoc, pair } = measured;
  return {
    ...comparison,
    difference: intervalOfRow(measured),
    smallestEffect,
    checked: checkOf([measured]),
    devices,
    isOnTwoProcessors: devices[0] !== devices[1],
    isPostHoc,
    runs: pair.flat(),
  };
}

/** A primary contrast with what the records say. */
export interface JudgedContrast extends Omit<PrimaryContrast, 'rows'> {
  /** Of how many rows it is the mean, and how many it should have. */
  readonly measuredRows: number;
  readonly plannedRows: number;
  readonly unit: '% of MSE' | 'PCC' | 'neurons';
  readonly side: Comparison['side'];
  readonly difference: CrossedInterval;
  readonly smallestEffect: number;
  readonly checked: Checked | undefined;
  readonly p: number;
  readonly verdict: Verdict;
  /** Chance to see the smallest effect, corrected, with its seeds, and with those planned. */
  readonly power: number;
  readonly plannedPower: number;
  readonly isPostHoc: boolean;
  readonly pairsOnTwoProcessors: number;
  /** Test images. */
  readonly images: number;
  /** For captions. */
  readonly runs: readonly Run[];
}

const units = { mse: '% of MSE', pcc: 'PCC', neurons: 'neurons' } as const;

/**
 * The primary contrasts, corrected within a claim (5a and 5b, 4a and 4b).
 * @param claims some of them, for cells that do not take long: `'1'`, `'4'`
 */
export async function judgePrimary(
  reproduction: Reproduction,
  ...claims: readonly string[]
): Promise<JudgedContrast[]> {
  const contrasts = primaryContrasts(reproduction, reproduction.records.find).filter(
    (contrast) => claims.length === 0 || claims.includes(claimOf(contrast)),
  );
  const judged: Omit<JudgedContrast, 'p' | 'verdict' | 'power' | 'plannedPower'>[] = [];
  for (const { claim, question, rows, seeds } of contrasts) {
    const asPlanned = withSeeds(reproduction, seeds);
    const take = takeOnce(asPlanned);
    const measured: Measured[] = [];
    for (const row of rows) {
      const found = await measure(asPlanned, row, take);
      if (found !== undefined) measured.push(found);
    }
    const [{ metric, side }] = rows;
    judged.push({
      claim,
      question,
      seeds,
      measuredRows: measured.length,
      plannedRows: rows.length,
      unit: units[metric],
      side,
      difference: pooledInterval(measured),
      smallestEffect: pooledSmallestEffect(metric),
      checked: checkOf(measured),
      isPostHoc: measured.some(({ isPostHoc }) => isPostHoc),
      images: measured[0]?.images ?? 0,
      runs: measured.flatMap(({ pair }) => pair.flat()),
      pairsOnTwoProcessors: measured.filter(({ devices }) => devices[0] !== devices[1]).length,
    });
  }
  return judged.flatMap((contrast, _, every) => {
    const family = every.filter((other) => claimOf(other) === claimOf(contrast));
    const decided = verdicts(
      family.map(({ difference, checked, smallestEffect, side, measuredRows, plannedRows }) => ({
        difference:
          measuredRows < plannedRows ? { ...difference, seeds: 0 } : tested(difference, checked),
        smallestEffect,
        side,
        isInert: checked?.passed === false,
      })),
    )[family.indexOf(contrast)];
    const powerWith = (seeds: number): number =>
      contrast.difference.seeds < 2
        ? NaN
        : power(contrast.difference.components, {
            seeds: Math.max(seeds, fewestSeeds),
            images: contrast.images,
            smallestEffect: contrast.smallestEffect,
            tests: family.length,
          });
    return {
      ...contrast,
      ...decided,
      power: powerWith(contrast.difference.seeds),
      plannedPower: powerWith(contrast.seeds),
    };
  });
}

/** Records may have more seeds than a reproduction trains. */
function withSeeds(reproduction: Reproduction, count: number): Reproduction {
  const { fromRecords, seeds } = reproduction;
  if (!fromRecords || seeds.length < fewestSeeds || seeds.length >= count) return reproduction;
  return { ...reproduction, seeds: Array.from({ length: count }, (_, index) => index + 1) };
}

/** `4` of `4a`. */
const claimOf = ({ claim }: { readonly claim: string }): string => claim.slice(0, 1);

/** The row of a pair of cells, in whichever family it is judged. */
export function judgedRow(
  plan: Plan,
  rows: readonly JudgedRow[],
  pair: readonly [first: Cell, second: Cell],
): JudgedRow | undefined {
  const [first, second] = pair;
  return rows.find((row) => {
    const wanted = comparisonKey(plan, { ...row, first, second });
    return wanted === comparisonKey(plan, row);
  });
}
