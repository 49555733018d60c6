import { autoencoderNames, layers, parseModelName, readoutNames } from '../models/modelName';
import type { PresetName } from '../runs/specification';
import type { FrozenEncoder, Task } from '../training/training';
import { groupNeurons } from './neuronGroups';
import type { NeuronGroup, NeuronSelection, SelectionRule } from './neuronSelection';
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
  /** Table 3: the group of neurons of this layer that is fitted. */
  readonly group?: NeuronGroup | undefined;
  /** The neurons that are fitted, ascending, or those of a training seed; all by default. */
  readonly neurons?: readonly number[] | ((seed: number) => readonly number[]) | undefined;
}

/** Which neurons Table 3 calls significant; undefined where that was not found out for the data. */
export interface NeuronChoice {
  readonly neuronSelection?: NeuronSelection | undefined;
  readonly selectionRule: SelectionRule;
}

function neuronsOf({ model, group, neurons }: Cell, { neuronSelection, selectionRule }: NeuronChoice): ExperimentCell['neurons'] | null {
  if (group === undefined) return typeof neurons === 'function' || neurons === undefined ? neurons : () => neurons;
  const selection = neuronSelection?.layers.find(({ layer }) => layer === parseModelName(model).layer);
  return selection === undefined || groupNeurons(selection, group, selectionRule, 1).length === 0 ? null : (seed) => groupNeurons(selection, group, selectionRule, seed);
}

/**
 * The cell with its model taken apart, as `specify` takes it; undefined for a group of neurons that is empty or was not found out.
 * @throws UserError for a model that does not exist.
 */
export function parseCell(cell: Cell, choice: NeuronChoice): ExperimentCell | undefined {
  const { region, model, task, mapping, sparseAs } = cell;
  const neurons = neuronsOf(cell, choice);
  return neurons === null ? undefined : { region, model: parseModelName(model), task, mapping, sparseAs: sparseAs === undefined ? undefined : parseModelName(sparseAs), neurons };
}

/** Region 3, where the paper's effect is largest, or the first region of data without one. */
export function focusRegionOf(regions: readonly number[]): number {
  return regions.includes(3) ? 3 : regions[0];
}

const ofLayers = (region: number, model: string, task: Task, more: Partial<Cell> = {}): Cell[] => layers.map((layer) => ({ region, model: `${model}${layer}`, task, ...more }));

/** CAE and CAE-FR1 to 4 in the image-reconstruction task: Fig. 2, 6, 7. */
export function reconstructionCells(region: number): Cell[] {
  return [{ region, model: 'CAE', task: 'IR' }, ...ofLayers(region, 'CAE-FR', 'IR')];
}

/**
 * The control of CAE-FR2: a CAE that fits no responses and is as sparse. Each model has the sparsity that its own search
 * chose; only beside this one are the responses the whole difference.
 */
export function sparseControl(region: number): Cell {
  return { region, model: 'CAE', task: 'IR', sparseAs: 'CAE-FR2' };
}

/** CNN-FR1 to 4 and CAE-FR1 to 4 in the similarity task: Table 4. */
export function similarityCells(region: number): Cell[] {
  return [...ofLayers(region, 'CNN-FR', 'NRS'), ...ofLayers(region, 'CAE-FR', 'NRS')];
}

/** CAE-FR in the reconstruction task, and a readout on the CAE alone, unfitted and fitted afterwards: Fig. 4, 8. */
export function autoencoderCells(region: number): Cell[] {
  return [...reconstructionCells(region), ...(['unfitted', 'fitted afterwards'] as const).flatMap((mapping) => ofLayers(region, 'CAE-FR', 'NRS', { mapping }))];
}

/** CAE, VAE, VQ-VAE and their combinations in the reconstruction task: Table 5. */
export function reconstructionVariants(region: number): Cell[] {
  return autoencoderNames.flatMap((autoencoder) => [{ region, model: autoencoder, task: 'IR' as const }, ...readoutNames.flatMap((readout) => ofLayers(region, `${autoencoder}-${readout}`, 'IR'))]);
}

/** CNN and every combination in the similarity task: Table 6. */
export function similarityVariants(region: number): Cell[] {
  return ['CNN', ...autoencoderNames].flatMap((autoencoder) => readoutNames.flatMap((readout) => ofLayers(region, `${autoencoder}-${readout}`, 'NRS')));
}

/** CAE-FR1 to 4 with each group of neurons: Table 3. */
export function groupCells(region: number): Cell[] {
  const groups: readonly NeuronGroup[] = ['significant', 'insignificant', 'random, as many as significant', 'random, as many as insignificant'];
  return groups.flatMap((group) => ofLayers(region, 'CAE-FR', 'IR', { group }));
}

/** What the shorter presets train in the focus region beyond CAE, CNN-FR and CAE-FR: each new part once. */
const samples: Readonly<Record<Exclude<PresetName, 'paper'>, Readonly<Record<Task, readonly string[]>>>> = {
  smoke: { IR: ['VAE-FC2'], NRS: ['VQ-VAE-FM2'] },
  quick: { IR: ['VAE', 'VQ-VAE', 'VAE-FR2', 'VQ-VAE-FR2'], NRS: ['CNN-FC2', 'CNN-FM2'] },
};

/** Does a preset train this cell? `smoke` only proves that everything runs, `quick` shows each kind of model in half an hour. */
export function presetTrains(preset: PresetName, focus: number, { region, model, task, sparseAs, mapping, group }: Cell): boolean {
  if (preset === 'paper') return true;
  const { autoencoder, readout, layer } = parseModelName(model);
  const inFocus = region === focus;
  if ((autoencoder ?? 'CAE') !== 'CAE' || (readout ?? 'FR') !== 'FR') return inFocus && samples[preset][task].includes(model);
  if (group !== undefined) return layer === 2 && (preset === 'quick' ? group !== 'random, as many as insignificant' : group === 'significant');
  if (preset === 'quick') return mapping === undefined ? task === 'IR' || inFocus || layer === 2 : inFocus;
  return inFocus && sparseAs === undefined && mapping !== 'unfitted' && (layer === null || layer === 2);
}
