import { mean, sampleStandardDeviation } from 'simple-statistics';
import { z } from 'zod';
import { parseModelName } from '../models/modelName';
import type { RunRecord } from '../runs/record';
import type { RunSpecification } from '../runs/specification';
import { specificationHash } from '../runs/specificationHash';
import type { Choices } from './hyperparameters';
import type { RecordLookup } from './items';
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
   * The criterion of the other task, for a weight that balances the two: a value counts only where the other task is learnt as well,
   * or the search would choose the weight at which nothing is manipulated.
   */
  readonly guard?: 'mse' | 'pcc';
}

const jointIR = { model: 'CAE-FR2', task: 'IR' } as const;
const jointNRS = { model: 'CAE-FR2', task: 'NRS' } as const;
const sparsity = (task: 'IR' | 'NRS') => ({
  grid: [0, 3, 30],
  vary: (choices: Choices, value: number): Choices => ({ ...choices, activationSparsity: { ...choices.activationSparsity, [task]: value } }),
  chosen: ({ activationSparsity }: Choices): number => activationSparsity[task],
});
const readoutPenalty = (readout: 'FR' | 'FC' | 'FM', grid: readonly number[]) => ({
  grid,
  vary: (choices: Choices, value: number): Choices => ({ ...choices, readoutSparsity: { ...choices.readoutSparsity, [readout]: value } }),
  chosen: ({ readoutSparsity }: Choices): number => readoutSparsity[readout],
});

/** What is searched, the most consequential first. */
export const axes: readonly Axis[] = [
  { name: 'activation sparsity, IR', contestants: [jointIR, { ...jointIR, beta: 0 }], ...sparsity('IR') },
  { name: 'activation sparsity, NRS', contestants: [jointNRS, { ...jointNRS, alpha: 0 }], ...sparsity('NRS') },
  { name: 'readout sparsity, FR', contestants: [jointNRS, { ...jointNRS, alpha: 0 }], ...readoutPenalty('FR', [0.005, 0.02, 0.08]) },
  {
    name: 'alpha, NRS',
    contestants: [jointNRS],
    grid: [0.01, 0.1, 1, 10],
    vary: (choices, alpha) => ({ ...choices, alpha }),
    chosen: ({ alpha }) => alpha,
    guard: 'mse',
  },
  {
    name: 'beta, IR',
    contestants: [jointIR],
    grid: [0.01, 0.1, 1, 10],
    vary: (choices, beta) => ({ ...choices, beta }),
    chosen: ({ beta }) => beta,
    guard: 'pcc',
  },
  {
    name: 'augmentation',
    contestants: [{ model: 'CAE', task: 'IR', regularised: true }],
    grid: [0, 1],
    vary: (choices, value) => ({ ...choices, regularisation: { ...choices.regularisation, augmentation: value === 0 ? 'none' : 'flips and transpositions' } }),
    chosen: ({ regularisation }) => Number(regularisation.augmentation !== 'none'),
  },
  {
    name: 'batch normalisation',
    contestants: [{ model: 'CAE', task: 'IR', regularised: true }],
    grid: [0, 1],
    vary: (choices, value) => ({ ...choices, regularisation: { ...choices.regularisation, normalization: value === 0 ? 'none' : 'batch' } }),
    chosen: ({ regularisation }) => Number(regularisation.normalization === 'batch'),
  },
  {
    name: 'weight decay',
    contestants: [{ model: 'CAE', task: 'IR', regularised: true }],
    grid: [0, 0.03, 0.3],
    vary: (choices, weightDecay) => ({ ...choices, regularisation: { ...choices.regularisation, weightDecay } }),
    chosen: ({ regularisation }) => regularisation.weightDecay,
  },
  {
    name: 'output variance, VAE',
    contestants: [{ model: 'VAE', task: 'IR' }],
    grid: [0.0025, 0.01, 0.04],
    vary: (choices, outputVariance) => ({ ...choices, outputVariance }),
    chosen: ({ outputVariance }) => outputVariance,
  },
  { name: 'readout sparsity, FC', contestants: [{ model: 'CNN-FC2', task: 'NRS' }], ...readoutPenalty('FC', [0.1, 1, 10]) },
  { name: 'readout sparsity, FM', contestants: [{ model: 'CNN-FM2', task: 'NRS' }], ...readoutPenalty('FM', [0.005, 0.02, 0.08]) },
];

/** Axes whose values are no scale but switches: both of their ends are all that there is. */
const switches: readonly string[] = ['augmentation', 'batch normalisation'];

/** Whether a value lies at an end of its grid beyond which something is left to try. */
export function isOnEdge({ name, grid }: Axis, value: number): boolean {
  return !switches.includes(name) && (value === grid[grid.length - 1] || (value === grid[0] && value !== 0));
}

/** How long a trial trains: until it has passed its best step. A second stage hardly ever moves it and costs as much again. */
export const trialProtocol = { patience: 500, stages: 1, maxSteps: 8000 } as const;

/** A trial as it is recorded: what was tried, and its best validation values; null for a training that diverged or has not been run. */
export const trialSchema = z.strictObject({
  axis: z.string(),
  model: z.string(),
  task: z.enum(['IR', 'NRS']),
  value: z.number(),
  region: z.int(),
  seed: z.int(),
  alpha: z.number(),
  beta: z.number(),
  /** The criterion of the task: MSE (IR), Poisson loss (NRS). */
  validation: z.number().nullable(),
  mse: z.number().nullable(),
  pcc: z.number().nullable(),
  bestStep: z.int().nullable(),
  steps: z.int().nullable(),
  record: z.string(),
});
export type Trial = z.infer<typeof trialSchema>;

/** A training of the search and the trial that it belongs to. */
export interface PlannedTrial {
  readonly specification: RunSpecification;
  readonly trial: Pick<Trial, 'axis' | 'model' | 'task' | 'value' | 'region' | 'seed' | 'alpha' | 'beta' | 'record'>;
}

/** The trainings of some axes around the choices of a plan, in its regions and with its seeds; the test images have no part in them. */
export function planSearch(plan: Plan, some: readonly Axis[] = axes): PlannedTrial[] {
  return some.flatMap(({ name, contestants, grid, vary }) =>
    plan.seeds.flatMap((seed) => plan.regions.flatMap((region) => grid.flatMap((value) => contestants.map((contestant): PlannedTrial => {
      const [run] = specify({ ...plan, preset: 'paper', seeds: [seed], choices: vary(plan.choices, value) }, { ...contestant, region });
      const specification: RunSpecification = { ...run, preset: 'search', hyperparameters: { ...run.hyperparameters, ...trialProtocol } };
      const { alpha, beta } = specification.hyperparameters;
      return { specification, trial: { axis: name, model: contestant.model, task: contestant.task, value, region, seed, alpha, beta, record: specificationHash(specification) } };
    })))));
}

/** The trials of a plan with what their records say. */
export function readTrials(planned: readonly PlannedTrial[], find: RecordLookup): Trial[] {
  return planned.map(({ specification, trial }) => ({ ...trial, ...resultOf(find(specification)) }));
}

function resultOf(record: RunRecord | undefined): Pick<Trial, 'validation' | 'mse' | 'pcc' | 'bestStep' | 'steps'> {
  if (record?.status !== 'finished') return { validation: null, mse: null, pcc: null, bestStep: null, steps: null };
  const { summary, validationScores, stages } = record;
  return {
    validation: summary.validation,
    mse: validationScores.mse,
    pcc: validationScores.pcc && mean([...validationScores.pcc]),
    bestStep: stages[stages.length - 1].bestStep,
    steps: summary.steps,
  };
}

/** The criterion of the other task may be this much worse than its best over the grid. */
const guardTolerance = 0.1;

/** A constraint is used only where it beats none by so many standard errors of the difference: simpler models first (Breiman et al. 1984, there with one). */
const standardErrors = 2;

/**
 * The value of an axis with the lowest criterion, as a share of the mean over the grid, mean over contestants, regions and seeds;
 * among the values whose other task is learnt, where the axis has a guard; 0 where no value is clearly better than a constraint that is switched off.
 * @returns undefined as long as a value lacks a trial
 */
export function bestValue({ name, grid, guard }: Axis, trials: readonly Trial[]): number | undefined {
  const own = trials.filter(({ axis }) => axis === name);
  const finished = own.filter(({ validation }) => validation !== null);
  const counts = grid.map((value) => finished.filter((trial) => trial.value === value).length);
  if (counts.some((count) => count === 0 || count !== Math.max(...counts))) return undefined;
  const scale = (trial: Trial): number => mean(finished.filter((other) => isAlike(trial, other)).map(({ validation }) => validation!));
  const score = (value: number): number => mean(finished.filter((trial) => trial.value === value).map((trial) => trial.validation! / scale(trial)));
  const allowed = grid.filter((value) => guard === undefined || isGuarded(guard, finished, value, grid));
  const best = allowed.reduce((lowest, value) => (score(value) < score(lowest) ? value : lowest));
  return grid[0] === 0 && !switches.includes(name) && !isClearlyBetter(best) ? 0 : best;

  function isClearlyBetter(value: number): boolean {
    const gains = finished.filter((trial) => trial.value === value).flatMap((trial) => {
      const without = finished.find((other) => other.value === 0 && isAlike(trial, other));
      return without === undefined ? [] : [(without.validation! - trial.validation!) / scale(trial)];
    });
    return gains.length > 1 && mean(gains) > (standardErrors * sampleStandardDeviation(gains)) / Math.sqrt(gains.length);
  }
}

/** Trials that differ in the value of their axis only; on an axis of alpha or beta that is what differs. */
function isAlike(left: Trial, right: Trial): boolean {
  return left.region === right.region && left.seed === right.seed && left.model === right.model && (left.alpha === 0) === (right.alpha === 0) && (left.beta === 0) === (right.beta === 0);
}

function isGuarded(guard: 'mse' | 'pcc', finished: readonly Trial[], value: number, grid: readonly number[]): boolean {
  const average = (tried: number): number => mean(finished.filter((trial) => trial.value === tried).map((trial) => trial[guard]!));
  const all = grid.map(average);
  return guard === 'mse' ? average(value) <= Math.min(...all) * (1 + guardTolerance) : average(value) >= Math.max(...all) * (1 - guardTolerance);
}

/** The choices with the best value of every axis that has one. */
export function chooseFrom(choices: Choices, trials: readonly Trial[]): Choices {
  return axes.reduce((chosen, axis) => {
    const value = bestValue(axis, trials);
    return value === undefined ? chosen : axis.vary(chosen, value);
  }, choices);
}

/** A model in a few words for messages: `CAE-FR2 NRS without reconstruction`. */
export function contestantName({ model, task, alpha, beta }: Trial): string {
  const { autoencoder, readout } = parseModelName(model);
  const isJoint = autoencoder !== null && readout !== null;
  return `${model} ${task}${isJoint && alpha === 0 ? ' without reconstruction' : isJoint && beta === 0 ? ' without responses' : ''}`;
}
