import { layers, type Layer } from '../models/modelName';
import type { ExperimentContext } from './experiment';
import { caeFactorized, cnnFactorized, similarityLayers } from './factorizedModels';
import type { ExperimentCell } from '../paper/specify';

export function cnnCell(region: number, layer: Layer): ExperimentCell {
  return { region, model: cnnFactorized(layer), task: 'NRS' };
}

export function caeCell(region: number, layer: Layer): ExperimentCell {
  return { region, model: caeFactorized(layer), task: 'NRS' };
}

/** CNN-FR1..4 and CAE-FR1..4 of a region in the NRS task. */
export function similarityCells(region: number): ExperimentCell[] {
  return [...layers.map((layer) => cnnCell(region, layer)), ...layers.map((layer) => caeCell(region, layer))];
}

/** Does the preset of a context train this cell? */
export function isSimilarityTrained(context: ExperimentContext, { region, model }: ExperimentCell): boolean {
  return model.layer !== null && similarityLayers(context, region).includes(model.layer);
}
