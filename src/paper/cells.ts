import { layers, parseModelName } from '../models/modelName';
import type { PresetName } from '../runs/specification';
import type { FrozenEncoder, Task } from '../training/training';
import type { ExperimentCell } from './specify';

/** One table cell: a model in a region and task, trained once for every seed. */
export interface Cell {
  readonly region: number;
  /** As in the paper's tables: `CAE`, `CNN-FR2`, `VQ-VAE-FM4`. */
  readonly model: string;
  /** IR: image reconstruction. NRS: representation similarity. The paper tunes the two separately. */
  readonly task: Task;
  /** A model with a readout whose sparsity, and its layer, an autoencoder alone takes over. */
  readonly sparseAs?: string | undefined;
  /** The readout came to the frozen encoder of the autoencoder alone: fitted to responses, or not at all. */
  readonly mapping?: FrozenEncoder['mapping'] | undefined;
  /** The neurons that are fitted, ascending, or those of a training seed; all by default. */
  readonly neurons?: readonly number[] | ((seed: number) => readonly number[]) | undefined;
}

/**
 * The cell with its model taken apart, as `specify` takes it.
 * @throws UserError for a model that does not exist.
 */
export function parseCell({ model, sparseAs, neurons, ...cell }: Cell): ExperimentCell {
  return {
    ...cell,
    model: parseModelName(model),
    sparseAs: sparseAs === undefined ? undefined : parseModelName(sparseAs),
    neurons: typeof neurons === 'function' || neurons === undefined ? neurons : () => neurons,
  };
}

/** Region 3, where the paper's effect is largest, or the first region of data without one. */
export function focusRegionOf(regions: readonly number[]): number {
  return regions.includes(3) ? 3 : regions[0];
}

/** CAE and CAE-FR1 to 4 of a region in the image-reconstruction task: Fig. 2, 6, 7. */
export function reconstructionCells(region: number): Cell[] {
  return ['CAE', ...layers.map((layer) => `CAE-FR${layer}`)].map((model) => ({ region, model, task: 'IR' }));
}

/**
 * The control of CAE-FR2: a CAE that fits no responses and is as sparse. Each model has the sparsity that its own search
 * chose; only beside this one are the responses the whole difference.
 */
export function sparseControl(region: number): Cell {
  return { region, model: 'CAE', task: 'IR', sparseAs: 'CAE-FR2' };
}

/** What `smoke`, which only proves that everything runs, and `quick` leave out. */
export function presetTrains(preset: PresetName, focus: number, { region, model, task, sparseAs }: Cell): boolean {
  if (preset === 'paper') return true;
  const { autoencoder, layer } = parseModelName(model);
  const inFocus = region === focus;
  if (preset === 'quick') return task === 'IR' ? inFocus || autoencoder === 'CAE' : inFocus || layer === 2;
  return inFocus && sparseAs === undefined && (layer === null || layer === 2);
}
