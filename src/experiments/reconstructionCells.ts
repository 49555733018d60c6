import { layers } from '../models/modelName';
import type { ExperimentContext } from './experiment';
import { cae, caeFactorized, focusRegion, reconstructionLayers } from './factorizedModels';
import type { ExperimentCell } from '../paper/specify';

/** CAE and CAE-FR1..4 of a region in the IR task. */
export function reconstructionCells(region: number): ExperimentCell[] {
  return [cae, ...layers.map(caeFactorized)].map((model) => ({ region, model, task: 'IR' }));
}

/** The joint model with a control, and its layer: there the CAE alone is sparse as well. */
export const controlled = { model: caeFactorized(2), layer: 2 } as const;

/**
 * The control of CAE-FR2: a CAE that fits no responses and is as sparse. Joint models and the CAE have each their own sparsity,
 * from searches with equal budgets; only beside this one are the responses the whole difference.
 */
export function sparseControl(region: number): ExperimentCell {
  return { region, model: cae, task: 'IR', sparseAs: controlled.model };
}

/** The rows of Table 2 in a region: with the control where the paper's effect is largest. */
export function tableCells(context: ExperimentContext, region: number): ExperimentCell[] {
  const [alone, ...joint] = reconstructionCells(region);
  return [alone, ...(region === focusRegion(context) ? [sparseControl(region)] : []), ...joint];
}

/** Does the preset of a context train this cell? */
export function isReconstructionTrained(context: ExperimentContext, { region, model, sparseAs }: ExperimentCell): boolean {
  if (sparseAs !== undefined && context.preset === 'smoke') return false;
  const trained = reconstructionLayers(context, region);
  return model.layer === null ? trained.length > 0 : trained.includes(model.layer);
}
