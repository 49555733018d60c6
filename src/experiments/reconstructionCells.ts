import { layers } from '../models/modelName';
import type { ExperimentContext } from './experiment';
import { cae, caeFactorized, reconstructionLayers } from './factorizedModels';
import type { ExperimentCell } from './specify';

/** CAE and CAE-FR1..4 of a region in the IR task. */
export function reconstructionCells(region: number): ExperimentCell[] {
  return [cae, ...layers.map(caeFactorized)].map((model) => ({ region, model, task: 'IR' }));
}

/** Does the preset of a context train this cell? */
export function isReconstructionTrained(context: ExperimentContext, { region, model }: ExperimentCell): boolean {
  const trained = reconstructionLayers(context, region);
  return model.layer === null ? trained.length > 0 : trained.includes(model.layer);
}
