import { layers, type Layer } from '../models/modelName';
import type { FrozenEncoder } from '../training/training';
import type { ExperimentContext } from './experiment';
import { cae, caeFactorized, focusRegion, reconstructionLayers, similarityLayers } from './factorizedModels';
import { caeCell, cnnCell } from './similarityCells';
import { specify, type ExperimentCell } from '../paper/specify';
import type { RunSpecification } from '../runs/specification';

export const mappings = ['unfitted', 'fitted afterwards'] as const satisfies readonly FrozenEncoder['mapping'][];

/** CAE-FR of a layer as it is trained for image reconstruction. */
export function jointReconstructionCell(region: number, layer: Layer): ExperimentCell {
  return { region, model: caeFactorized(layer), task: 'IR' };
}

/** A readout on the CAE alone: the DAE of Fig. 4 and App. Fig. 8. */
export function frozenCell(region: number, layer: Layer, mapping: FrozenEncoder['mapping']): ExperimentCell {
  return { region, model: caeFactorized(layer), task: 'NRS', mapping };
}

/** The layers whose readouts a preset puts on the CAE alone: `quick` in the focus region only, `smoke` one fitted readout there. */
function frozenLayers(context: ExperimentContext, region: number, mapping: FrozenEncoder['mapping']): readonly Layer[] {
  if (context.preset === 'paper') return layers;
  if (region !== focusRegion(context)) return [];
  if (context.preset === 'quick') return layers;
  return mapping === 'fitted afterwards' ? [2] : [];
}

/** Does the preset of a context train this cell? */
export function isTrained(context: ExperimentContext, { region, model, task, mapping }: ExperimentCell): boolean {
  if (model.layer === null) return reconstructionLayers(context, region).length > 0;
  if (mapping !== undefined) return frozenLayers(context, region, mapping).includes(model.layer);
  return (task === 'IR' ? reconstructionLayers : similarityLayers)(context, region).includes(model.layer);
}

/** CNN-FR, and CAE-FR from either task, of every layer of a region (Fig. 3). */
export function bothTaskCells(region: number): ExperimentCell[] {
  return [
    ...layers.map((layer) => cnnCell(region, layer)),
    ...layers.map((layer) => caeCell(region, layer)),
    ...layers.map((layer) => jointReconstructionCell(region, layer)),
  ];
}

/** The CAE alone with either mapping, and CAE-FR, of every layer of a region (Fig. 4, App. Fig. 8). */
export function autoencoderCells(region: number): ExperimentCell[] {
  return [
    ...mappings.flatMap((mapping) => layers.map((layer) => frozenCell(region, layer, mapping))),
    ...layers.map((layer) => jointReconstructionCell(region, layer)),
  ];
}

/** The runs behind cells as far as the preset trains them; the CAE before the readouts on it. */
export function runsOf(context: ExperimentContext, cells: readonly ExperimentCell[]): RunSpecification[] {
  const trained = cells.filter((cell) => isTrained(context, cell));
  const regions = [...new Set(trained.filter(({ mapping }) => mapping !== undefined).map(({ region }) => region))];
  const encoders = regions.map((region): ExperimentCell => ({ region, model: cae, task: 'IR' }));
  return [...encoders, ...trained].flatMap((cell) => specify(context, cell));
}
