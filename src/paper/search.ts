import { mean, sampleStandardDeviation } from 'simple-statistics';
import type { RunSpecification } from '../runs/specification';
import { specificationHash } from '../runs/specificationHash';
import type { Choices } from './hyperparameters';
import type { RecordLookup } from './cells';
import type { Trial } from './searchReport';
import { specify, type Cell, type Plan } from './specify';

/** One weight that is tried at several values while the others stay where they were chosen. */
export interface Axis {
  readonly name: string;
  /** A model and its rival, which differ in one weight and are tried at the same values. */
  readonly contestants: readonly Omit<Cell, 'region'>[];
  /** Ascending. 0 switches a constraint off: beyond it nothing is left to try. */
  readonly grid: readonly number[];
  /** What a value changes. */
  readonly vary: (choices: Choices, value: number) => Choices;
  readonly chosen: (choices: Choices) => number;
  /**
   * The criterion of the other task, for a weight that balances the two: a value counts only where
   * the other task is learnt as well, or the search would choose the weight at which nothing is
   * manipulated.
   */
  readonly guard: 'mse' | 'pcc' | undefined;
  /** Its values are no scale: both of them are all that there is. */
  readonly isSwitch: boolean;
}

/**
 * @param at the keys of the number that is varied; @param levels what 0, 1, ... stand for where it
 * is no number.
 */
function axis(
  name: string,
  contestants: Axis['contestants'],
  [part, key]: readonly [keyof Choices, string?],
  grid: readonly number[],
  guard?: Axis['guard'],
  levels?: readonly string[],
): Axis {
  const chosenEntry = (choices: Choices): unknown =>
    key === undefined ? choices[part] : (choices[part] as Readonly<Record<string, unknown>>)[key];
  return {
    name,
    contestants,
    grid,
    guard,
    isSwitch: levels !== undefined,
    vary: (choices, value) => {
      const entry = levels?.[value] ?? value;
      return {
        ...choices,
        [part]: key === undefined ? entry : { ...(choices[part] as object), [key]: entry },
      };
    },
    chosen: (choices) =>
      levels === undefined
        ? (chosenEntry(choices) as number)
        : levels.indexOf(chosenEntry(choices) as string),
  };
}

const jointIR = { model: 'CAE-FR2', task: 'IR' } as const;
const jointNRS = { model: 'CAE-FR2', task: 'NRS' } as const;
const regularised = { model: 'CAE', task: 'IR', regularised: true } as const;
const pairNRS = [jointNRS, { ...jointNRS, alpha: 0 }];
const oftenPair = (model: string): Axis['contestants'] => {
  const joint = { model, task: 'NRS', validationInterval: 10 } as const;
  return [joint, { ...joint, alpha: 0 }];
};

/** What is searched, the most consequential first. */
export const axes: readonly Axis[] = [
  axis(
    'activation sparsity, IR',
    [jointIR, { ...jointIR, beta: 0 }],
    ['activationSparsity', 'IR'],
    [0, 3, 30],
  ),
  axis('activation sparsity, NRS', pairNRS, ['activationSparsity', 'NRS'], [0, 3, 30]),
  axis('readout sparsity, FR', pairNRS, ['readoutSparsity', 'FR'], [0.005, 0.02, 0.08]),
  axis('alpha, NRS', [jointNRS], ['alpha'], [0.01, 0.1, 1, 10], 'mse'),
  axis('beta, IR', [jointIR], ['beta'], [0.01, 0.1, 1, 10], 'pcc'),
  axis('augmentation', [regularised], ['regularisation', 'augmentation'], [0, 1], undefined, [
    'none',
    'flips and transpositions',
  ]),
  axis(
    'batch normalisation',
    [regularised],
    ['regularisation', 'normalization'],
    [0, 1],
    undefined,
    ['none', 'batch'],
  ),
  axis('weight decay', [regularised], ['regularisation', 'weightDecay'], [0, 0.03, 0.3]),
  axis(
    'output variance, VAE',
    [{ model: 'VAE', task: 'IR' }],
    ['outputVariance'],
    [0.00001, 0.00004, 0.00015, 0.0006, 0.0025, 0.01, 0.04],
  ),
  axis(
    'readout sparsity, FC',
    [{ model: 'CNN-FC2', task: 'NRS' }],
    ['readoutSparsity', 'FC'],
    [0.1, 1, 10, 100],
  ),
  axis(
    'readout sparsity, FM',
    [{ model: 'CNN-FM2', task: 'NRS' }],
    ['readoutSparsity', 'FM'],
    [0.005, 0.02, 0.08, 0.3],
  ),
  // The two above looked at the CNN alone, every 50 steps, and FC was best at its first validation;
  // where these are complete, they decide.
  axis(
    'readout sparsity of the pair, FC',
    oftenPair('CAE-FC2'),
    ['readoutSparsity', 'FC'],
    [0.1, 1, 10, 100],
  ),
  axis(
    'readout sparsity of the pair, FM',
    oftenPair('CAE-FM2'),
    ['readoutSparsity', 'FM'],
    [0.005, 0.02, 0.08, 0.3],
  ),
];

/** Whether a value lies at an end of its grid beyond which something is left to try. */
export function isOnEdge({ isSwitch, grid }: Axis, value: number): boolean {
  return !isSwitch && (value === grid[grid.length - 1] || (value === grid[0] && value !== 0));
}

/**
 * How long a trial trains: until it has passed its best step. A second stage hardly ever moves it
 * and costs as much again.
 */
export const trialProtocol = { patience: 500, stages: 1, maxSteps: 8000 } as const;

/** A training of the search and the trial that it belongs to. */
export interface PlannedTrial {
  readonly specification: RunSpecification;
  readonly trial: Omit<Trial, 'validation' | 'mse' | 'pcc' | 'bestStep' | 'steps'>;
}

/**
 * The trainings of some axes around the choices of a plan, in its regions and with its seeds; the
 * test images have no part in them.
 */
export function planSearch(plan: Plan, some: readonly Axis[] = axes): PlannedTrial[] {
  return some.flatMap(({ name, contestants, grid, vary }) =>
    plan.seeds.flatMap((seed) =>
      plan.regions.flatMap((region) =>
        grid.flatMap((value) =>
          contestants.map((contestant): PlannedTrial => {
            const [run] = specify(
              { ...plan, preset: 'paper', seeds: [seed], choices: vary(plan.choices, value) },
              { ...contestant, region },
            );
            const specification: RunSpecification = {
              ...run,
              preset: 'search',
              hyperparameters: { ...run.hyperparameters, ...trialProtocol },
            };
            const { alpha, beta } = specification.hyperparameters;
            return {
              specification,
              trial: {
                axis: name,
                model: contestant.model,
                task: contestant.task,
                value,
                region,
                seed,
                alpha,
                beta,
                record: specificationHash(specification),
              },
            };
          }),
        ),
      ),
    ),
  );
}

/** The trials of a plan with what their records say. */
export function readTrials(planned: readonly PlannedTrial[], find: RecordLookup): Trial[] {
  return planned.map(({ specification, trial }) => {
    const record = find(specification);
    if (record?.status !== 'finished')
      return { ...trial, validation: null, mse: null, pcc: null, bestStep: null, steps: null };
    const {
      summary: { validation, steps },
      validationScores: { mse, pcc },
      stages,
    } = record;
    return {
      ...trial,
      validation,
      mse,
      pcc: pcc && mean([...pcc]),
      bestStep: stages.at(-1)!.bestStep,
      steps,
    };
  });
}

/** The criterion of the other task may be this much worse than its best over the grid. */
const guardTolerance = 0.1;

/**
 * A constraint is used only where it beats none by so many standard errors of the difference:
 * simpler models first (Breiman et al. 1984, there with one).
 */
const standardErrors = 2;

/**
 * The value of an axis with the lowest criterion, as a share of the mean over the grid, mean over
 * contestants, regions and seeds; among the values whose other task is learnt, where the axis has a
 * guard; 0 where no value is clearly better than a constraint that is switched off.
 * @returns undefined as long as a value lacks a trial
 */
export function bestValue(
  { name, grid, guard, isSwitch }: Axis,
  trials: readonly Trial[],
): number | undefined {
  const finished = trials.filter((trial) => trial.axis === name && trial.validation !== null);
  const counts = grid.map((value) => finished.filter((trial) => trial.value === value).length);
  if (counts.some((count) => count === 0 || count !== Math.max(...counts))) return undefined;
  const scale = (trial: Trial): number =>
    mean(finished.filter((other) => isAlike(trial, other)).map(({ validation }) => validation!));
  const score = (value: number): number =>
    mean(
      finished
        .filter((trial) => trial.value === value)
        .map((trial) => trial.validation! / scale(trial)),
    );
  const allowed = grid.filter(
    (value) => guard === undefined || isGuarded(guard, finished, value, grid),
  );
  const best = allowed.reduce((lowest, value) => (score(value) < score(lowest) ? value : lowest));
  return grid[0] === 0 && !isSwitch && !isClearlyBetter(best) ? 0 : best;

  function isClearlyBetter(value: number): boolean {
    const gains = finished
      .filter((trial) => trial.value === value)
      .flatMap((trial) => {
        const without = finished.find((other) => other.value === 0 && isAlike(trial, other));
        return without === undefined
          ? []
          : [(without.validation! - trial.validation!) / scale(trial)];
      });
    return (
      gains.length > 1 &&
      mean(gains) > (standardErrors * sampleStandardDeviation(gains)) / Math.sqrt(gains.length)
    );
  }
}

/**
 * Trials that differ in the value of their axis only; on an axis of alpha or beta that is what
 * differs.
 */
function isAlike(left: Trial, right: Trial): boolean {
  return (
    left.region === right.region &&
    left.seed === right.seed &&
    left.model === right.model &&
    (left.alpha === 0) === (right.alpha === 0) &&
    (left.beta === 0) === (right.beta === 0)
  );
}

function isGuarded(
  guard: 'mse' | 'pcc',
  finished: readonly Trial[],
  value: number,
  grid: readonly number[],
): boolean {
  const average = (tried: number): number =>
    mean(finished.filter((trial) => trial.value === tried).map((trial) => trial[guard]!));
  const all = grid.map(average);
  return guard === 'mse'
    ? average(value) <= Math.min(...all) * (1 + guardTolerance)
    : average(value) >= Math.max(...all) * (1 - guardTolerance);
}

/** The choices with the best value of every axis that has one. */
export function chooseFrom(choices: Choices, trials: readonly Trial[]): Choices {
  return axes.reduce((chosen, axis) => {
    const value = bestValue(axis, trials);
    return value === undefined ? chosen : axis.vary(chosen, value);
  }, choices);
}
