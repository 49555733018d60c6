import { regionFingerprint, type Dataset, type DatasetIdentity } from '../data/region';
import { parseModelName, type Layer, type ModelName } from '../models/modelName';
import type { PresetName, RunSpecification } from '../runs/specification';
import type {
  FrozenEncoder,
  ResponseSource,
  Task,
  Teacher,
  TrainingSettings,
} from '../training/training';
import { hyperparametersFor, type Choices, type Variation } from './hyperparameters';
import { choicesFor } from './searchReport';

/** What is reproduced: the data, how long is trained, and with which numbers. */
export interface Plan {
  readonly dataset: DatasetIdentity;
  /** Regions present in the data set. */
  readonly regions: readonly number[];
  readonly preset: PresetName;
  readonly seeds: readonly number[];
  readonly choices: Choices;
  /** The data set on which they were chosen; undefined where the user gave them. */
  readonly chosenOn?: string | undefined;
  /** Some of them only; the others on the simulation. */
  readonly chosenInPart?: true | undefined;
}

/** How many seeds a preset trains unless it is told otherwise. */
const seedsOfPreset: Readonly<Record<PresetName, number>> = { smoke: 1, quick: 1, paper: 5 };

/**
 * What a reproduction of a data set is asked for.
 * @param seeds how many; seeds are numbered from 1.
 * @param given choices instead of those of the data set's own search, or of the simulation's.
 */
export function openPlan(
  { identity, regions }: Pick<Dataset, 'identity' | 'regions'>,
  preset: PresetName,
  seeds = seedsOfPreset[preset],
  given?: Choices,
): Plan {
  return {
    dataset: identity,
    regions,
    preset,
    seeds: Array.from({ length: seeds }, (_, index) => index + 1),
    ...(given === undefined ? choicesFor(identity) : { choices: given }),
  };
}

/**
 * The trainings behind one number of a table or figure, one a seed: a model in a region and task,
 * and in what it differs from the chosen numbers.
 */
export interface Cell extends Variation {
  readonly region: number;
  /** As the paper's tables write it: `CAE`, `CNN-FR2`, `CAE-FR2`. */
  readonly model: string;
  readonly task: Task;
  /** What is fitted instead of the recorded responses. */
  readonly responses?: ResponseSource | undefined;
  /** What the autoencoder is to make of an image in training; the image itself by default. */
  readonly targets?: TrainingSettings['targets'];
  /** Share of the training images; all by default. */
  readonly share?: number | undefined;
  /**
   * So many first layers come, frozen, from the same training on all images; by default all layers
   * are trained.
   */
  readonly pretrained?: Layer | undefined;
  /** The neurons that a training with this seed fits; all of the region by default. */
  readonly neurons?: ((seed: number) => readonly number[]) | undefined;
  /**
   * The readout of `model` is put on the encoder of this model, trained in the IR task and frozen;
   * by default both are trained together.
   */
  readonly frozen?:
    | { readonly encoder: string; readonly mapping: FrozenEncoder['mapping'] }
    | undefined;
}

/**
 * The specifications of a cell, one per seed. A part of a joint model whose weight is 0 learns
 * nothing and teaches nothing, so it is left out: CAE-FR2 with beta 0 is the CAE, with alpha 0 the
 * CNN-FR2. A pair of cells that differ in one weight is therefore a matched pair.
 * @throws UserError for an unknown model
 */
export function specify(plan: Plan, cell: Cell): RunSpecification[] {
  const { dataset, preset, seeds } = plan;
  const { region, task, responses, targets, share, pretrained, neurons, frozen } = cell;
  const { model, hyperparameters } =
    frozen === undefined ? trained(plan, cell) : readoutAlone(plan, cell);
  return seeds.map((seed) => ({
    dataset: dataset.name,
    dataFingerprint: regionFingerprint(dataset, region),
    region,
    preset,
    ...model,
    task,
    neurons: model.readout === null ? 'all' : (neurons?.(seed) ?? 'all'),
    seed,
    hyperparameters,
    ...(responses === undefined || model.readout === null ? {} : { responses }),
    ...(isTaught(responses) && model.readout !== null ? { teacher: teacherOf(plan, cell) } : {}),
    ...(targets === undefined || model.autoencoder === null ? {} : { targets }),
    ...(share === undefined ? {} : { trainingShare: share }),
    ...(pretrained === undefined ? {} : { pretrainedLayers: pretrained }),
    ...(frozen && { frozenEncoder: frozenEncoder(plan, cell, frozen) }),
  }));
}

const isTaught = (responses: ResponseSource | undefined): boolean =>
  responses === 'teacher' || responses === 'shuffled teacher';

/**
 * The best encoder of the architecture that is at hand: the regularised CAE on all images, whatever
 * the student has. It is asked for the layer that the student reads out.
 */
function teacherOf(plan: Plan, { region, model }: Cell): Teacher {
  const teacher: Cell = { region, model: 'CAE', task: 'IR', regularised: true };
  return {
    layer: parseModelName(model).layer!,
    hyperparameters: trained(plan, teacher).hyperparameters,
  };
}

type Configuration = Pick<RunSpecification, 'hyperparameters'> & { readonly model: ModelName };

function trained(
  { preset, choices }: Plan,
  { model: name, task, ...variation }: Cell,
): Configuration {
  const named = parseModelName(name);
  const hyperparameters = hyperparametersFor(named, task, preset, choices, variation);
  const { alpha, beta } = hyperparameters;
  if (beta === 0)
    return {
      model: { ...named, readout: null, layer: null },
      hyperparameters: { ...hyperparameters, readoutSparsity: 0 },
    };
  if (alpha > 0) return { model: named, hyperparameters };
  const { outputVariance: _variance, latentDimensions: _length, ...ofTheCnn } = hyperparameters;
  return { model: { ...named, autoencoder: null }, hyperparameters: ofTheCnn };
}

/** A layer that is frozen can become no sparser, and no reconstruction is left to be weighed. */
function readoutAlone(
  { preset, choices }: Plan,
  { model: name, task, readoutSparsity, learningRate, validationInterval }: Cell,
): Configuration {
  const model = parseModelName(name);
  return {
    model,
    hyperparameters: hyperparametersFor({ ...model, autoencoder: null }, task, preset, choices, {
      activationSparsity: 0,
      readoutSparsity,
      learningRate,
      validationInterval,
    }),
  };
}

function frozenEncoder(
  plan: Plan,
  cell: Cell,
  { encoder, mapping }: NonNullable<Cell['frozen']>,
): FrozenEncoder {
  // How often and how fast is the readout's; its encoder is trained as it is elsewhere.
  const usual = { learningRate: undefined, validationInterval: undefined };
  const { model, hyperparameters } = trained(plan, {
    ...cell,
    ...usual,
    model: encoder,
    task: 'IR',
  });
  return { mapping, readout: model.readout, layer: model.layer, hyperparameters };
}
