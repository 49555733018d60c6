import type { ModelName } from '../models/modelName';
import type { RunSpecification } from '../runs/specification';
import type { FrozenEncoder, Task } from '../training/training';
import type { ExperimentContext } from '../experiments/experiment';
import { hyperparametersFor } from './hyperparameters';

/** One model in one region and task: the runs behind one table cell. */
export interface ExperimentCell {
  readonly region: number;
  readonly model: ModelName;
  readonly task: Task;
  /** How the readout came to the frozen encoder of the autoencoder alone; undefined: both are trained together. */
  readonly mapping?: FrozenEncoder['mapping'] | undefined;
  /** A model with a readout whose sparsity, and its layer, an autoencoder alone takes over; undefined: its own. */
  readonly sparseAs?: ModelName | undefined;
  /** The neurons that a training with this seed fits; undefined: all of the region. */
  readonly neurons?: ((seed: number) => readonly number[]) | undefined;
}

/** The specifications of a cell, one per seed. */
export function specify(context: ExperimentContext, { region, model, task, mapping, sparseAs, neurons }: ExperimentCell): RunSpecification[] {
  const { preset, lossWeights } = context;
  const frozen = mapping && {
    frozenEncoder: {
      mapping,
      hyperparameters: hyperparametersFor({ ...model, readout: null, layer: null }, 'IR', preset, lossWeights),
    },
    // The readout's own weights; a layer that is frozen can become no sparser.
    hyperparameters: { ...hyperparametersFor({ ...model, autoencoder: null }, 'NRS', preset, lossWeights), activationSparsity: 0 },
  };
  const sparsity = sparseAs && {
    activationSparsity: hyperparametersFor(sparseAs, task, preset, lossWeights).activationSparsity,
    sparseLayer: sparseAs.layer!,
  };
  return context.seeds.map((seed) => ({
    dataset: context.dataset.name,
    dataFingerprint: context.dataset.fingerprint,
    region,
    preset,
    autoencoder: model.autoencoder,
    readout: model.readout,
    layer: model.layer,
    task,
    neurons: neurons?.(seed) ?? 'all',
    seed,
    hyperparameters: { ...hyperparametersFor(model, task, preset, lossWeights), ...sparsity },
    ...frozen,
  }));
}

/** The specifications of those cells that the preset of a context trains. */
export function specifyTrained(
  context: ExperimentContext,
  cells: readonly ExperimentCell[],
  isTrained: (context: ExperimentContext, cell: ExperimentCell) => boolean,
): RunSpecification[] {
  return cells.filter((cell) => isTrained(context, cell)).flatMap((cell) => specify(context, cell));
}
