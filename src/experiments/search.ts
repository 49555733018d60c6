import type { DatasetIdentity } from '../data/region';
import { UserError } from '../errors';
import { parseModelName } from '../models/modelName';
import { canonicalJson } from '../runs/canonicalJson';
import type { RunRecord } from '../runs/record';
import type { RunSpecification } from '../runs/specification';
import { families, protocol, type Family, type LossWeights, type LossWeightTable } from '../paper/hyperparameters';

/** Every family gets the same number of trials and steps: an unsearched rival would make the comparison unfair. */
export const searchSteps = 600;

/** The model that stands for a family, its task, and the weights that are tried. */
interface FamilySearch {
  readonly model: string;
  readonly task: 'IR' | 'NRS';
  readonly trials: readonly LossWeights[];
}

const sparseLayer = 2;

/** All pairs of two lists of weights: six trials a family. */
function pairs(
  first: readonly number[],
  second: readonly number[],
  weigh: (a: number, b: number) => Omit<LossWeights, 'sparseLayer'>,
): LossWeights[] {
  return first.flatMap((a) => second.map((b) => ({ ...weigh(a, b), sparseLayer })));
}

const plan: Readonly<Record<Family, FamilySearch>> = {
  // Without responses only the sparsity of a layer can be chosen: the rival "sparse autoencoder, no responses".
  autoencoderIR: {
    model: 'CAE',
    task: 'IR',
    trials: pairs([0, 0.3, 1, 3, 10, 30], [0], (activationSparsity) => ({ alpha: 1, beta: 0, readoutSparsity: 0, activationSparsity })),
  },
  jointIR: {
    model: 'CAE-FR2',
    task: 'IR',
    // The readout's sparsity scales with beta, or it would silence the readout where beta is small.
    trials: pairs([0.01, 0.1, 1], [0, 3], (beta, activationSparsity) => ({ alpha: 1, beta, readoutSparsity: 0.02 * beta, activationSparsity })),
  },
  readoutNRS: {
    model: 'CNN-FR2',
    task: 'NRS',
    trials: pairs([0.005, 0.02, 0.08], [0, 3], (readoutSparsity, activationSparsity) => ({ alpha: 0, beta: 1, readoutSparsity, activationSparsity })),
  },
  jointNRS: {
    model: 'CAE-FR2',
    task: 'NRS',
    trials: pairs([0.03, 0.3], [0.005, 0.02, 0.08], (alpha, readoutSparsity) => ({ alpha, beta: 1, readoutSparsity, activationSparsity: 0 })),
  },
  vaeIR: {
    model: 'VAE',
    task: 'IR',
    // Around the CAE's validation MSE, which is the variance that maximises the likelihood.
    trials: pairs([0.01, 0.04, 0.16], [0, 10], (outputVariance, activationSparsity) => ({ alpha: 1, beta: 0, readoutSparsity: 0, activationSparsity, outputVariance })),
  },
  vqVaeIR: {
    model: 'VQ-VAE',
    task: 'IR',
    trials: pairs([0, 0.3, 1, 3, 10, 30], [0], (activationSparsity) => ({ alpha: 1, beta: 0, readoutSparsity: 0, activationSparsity })),
  },
  connectedNRS: {
    model: 'CNN-FC2',
    task: 'NRS',
    trials: pairs([0.1, 1, 10], [0, 3], (readoutSparsity, activationSparsity) => ({ alpha: 0, beta: 1, readoutSparsity, activationSparsity })),
  },
  fixedMaskNRS: {
    model: 'CNN-FM2',
    task: 'NRS',
    trials: pairs([0.005, 0.02, 0.08], [0, 3], (readoutSparsity, activationSparsity) => ({ alpha: 0, beta: 1, readoutSparsity, activationSparsity })),
  },
};

/** One trial of the search as it is recorded. */
export interface SearchTrial {
  readonly family: Family;
  readonly model: string;
  readonly task: 'IR' | 'NRS';
  readonly weights: LossWeights;
  /** Best validation criterion: MSE (IR), Poisson loss (NRS); null for a training that diverged. */
  readonly validation: number | null;
}

/** All trials and what was chosen; the test images have no part in it. */
export interface SearchReport {
  readonly dataset: DatasetIdentity;
  readonly region: number;
  readonly seed: number;
  readonly steps: number;
  readonly trials: readonly SearchTrial[];
  /** Of the families that were searched. */
  readonly chosen: Partial<LossWeightTable>;
}

/** What is searched: a region's data, a seed, and the families that are asked for. */
export interface SearchScope {
  readonly dataset: DatasetIdentity;
  readonly region: number;
  readonly seed: number;
  readonly families: readonly Family[];
}

/** A training of the search and the trial that it belongs to. */
export interface PlannedTrial {
  readonly specification: RunSpecification;
  readonly trial: Omit<SearchTrial, 'validation'>;
}

/** The trainings of the families of a search. */
export function planSearch({ dataset, region, seed, families: wanted }: SearchScope): PlannedTrial[] {
  return families.filter((family) => wanted.includes(family)).flatMap((family) => {
    const { model, task, trials } = plan[family];
    return trials.map((weights) => ({
      trial: { family, model, task, weights },
      specification: {
        ...parseModelName(model),
        dataset: dataset.name,
        dataFingerprint: dataset.fingerprint,
        region,
        task,
        neurons: 'all' as const,
        preset: 'quick' as const,
        seed,
        hyperparameters: { ...weights, ...protocol, maxSteps: searchSteps },
      },
    }));
  });
}

/** The result of a trial in an earlier report on the same data, region, seed and steps; undefined where it has none or the trial failed. */
export function recordedTrial(
  { dataset, region, seed }: SearchScope,
  { trial }: PlannedTrial,
  report: SearchReport | undefined,
): SearchTrial | undefined {
  if (report?.dataset.fingerprint !== dataset.fingerprint) return undefined;
  if (report.region !== region || report.seed !== seed || report.steps !== searchSteps) return undefined;
  return report.trials.find(({ validation, ...recorded }) => validation !== null && canonicalJson(recorded) === canonicalJson(trial));
}

/**
 * Chooses in every family the trial with the best validation criterion. What an earlier report has of other families stays in it.
 * @param lookup finds the record of a planned specification
 * @param earlier the report that is continued
 * @throws UserError when all trials of a family failed or are missing
 */
export function evaluateSearch(
  scope: SearchScope,
  lookup: (specification: RunSpecification) => RunRecord | undefined,
  earlier?: SearchReport,
): SearchReport {
  const { dataset, region, seed } = scope;
  const all = planSearch({ ...scope, families });
  const kept = families.filter(
    (family) => scope.families.includes(family) || all.some((planned) => planned.trial.family === family && recordedTrial(scope, planned, earlier)),
  );
  const trials = planSearch({ ...scope, families: kept }).map((planned): SearchTrial => {
    const record = lookup(planned.specification);
    if (record === undefined) return recordedTrial(scope, planned, earlier) ?? { ...planned.trial, validation: null };
    return { ...planned.trial, validation: record.status === 'finished' ? record.summary.validation : null };
  });
  const chosen = Object.fromEntries(kept.map((family) => [family, best(trials, family)]));
  return { dataset, region, seed, steps: searchSteps, trials, chosen };
}

function best(trials: readonly SearchTrial[], family: Family): LossWeights {
  const finished = trials.filter((trial) => trial.family === family && trial.validation !== null);
  if (finished.length === 0) {
    throw new UserError(`No trial of ${family} finished, so nothing can be chosen; see the failed runs above and start the search again.`);
  }
  return finished.reduce((left, right) => (right.validation! < left.validation! ? right : left)).weights;
}
