import { layers, type Layer, type ModelName } from '../models/modelName';
import type { ExperimentContext } from './experiment';

export const cae: ModelName = { autoencoder: 'CAE', readout: null, layer: null };

export function cnnFactorized(layer: Layer): ModelName {
  return { autoencoder: null, readout: 'FR', layer };
}

export function caeFactorized(layer: Layer): ModelName {
  return { autoencoder: 'CAE', readout: 'FR', layer };
}

/** Region 3, where the paper's effect is largest, or the first region of data without one. */
export function focusRegion(context: ExperimentContext): number {
  return context.regions.includes(3) ? 3 : context.regions[0];
}

/** The readout layers that a preset trains in the IR task: all, except in `smoke`, which only proves that everything runs. */
export function reconstructionLayers(context: ExperimentContext, region: number): readonly Layer[] {
  if (context.preset !== 'smoke') return layers;
  return region === focusRegion(context) ? [2] : [];
}

/** The readout layers that a preset trains in the NRS task: `quick` keeps to layer 2 outside the focus region. */
export function similarityLayers(context: ExperimentContext, region: number): readonly Layer[] {
  if (context.preset === 'paper') return layers;
  if (context.preset === 'quick') return region === focusRegion(context) ? layers : [2];
  return region === focusRegion(context) ? [2] : [];
}
