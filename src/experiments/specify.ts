import type { ModelName } from '../models/modelName';
import type { RunSpecification } from '../runs/specification';
import type { Task } from '../training/training';
import type { ExperimentContext } from './experiment';
import { hyperparametersFor } from './hyperparameters';

/** One model in one region and task: the runs behind one table cell. */
export interface ExperimentCell {
  readonly region: number;
  readonly model: ModelName;
  readonly task: Task;
}

/** The specifications of a cell, one per seed, all neurons fitted. */
export function specify(context: ExperimentContext, { region, model, task }: ExperimentCell): RunSpecification[] {
  return context.seeds.map((seed) => ({
    dataset: context.dataset.name,
    dataFingerprint: context.dataset.fingerprint,
    region,
    preset: context.preset,
    autoencoder: model.autoencoder,
    readout: model.readout,
    layer: model.layer,
    task,
    neurons: 'all',
    seed,
    hyperparameters: hyperparametersFor(model, task, context.preset, context.lossWeights),
  }));
}
