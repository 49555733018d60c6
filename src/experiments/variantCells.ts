import { autoencoderNames, formatModelName, layers, readoutNames, type ModelName } from '../models/modelName';
import type { PresetName } from '../runs/specification';
import type { Task } from '../training/training';
import type { ExperimentContext } from './experiment';
import { focusRegion } from './factorizedModels';
import type { Combination } from './layerDifferences';
import { isReconstructionTrained } from './reconstructionCells';
import { isSimilarityTrained } from './similarityCells';
import type { ExperimentCell } from '../paper/specify';

/** The nine combinations of the paper, of whichever layer. */
export const combinations: readonly Combination[] = autoencoderNames.flatMap((autoencoder) =>
  readoutNames.map((readout) => ({ autoencoder, readout })),
);

/** Every combination of an autoencoder, or none, with every readout of every layer. */
function withReadouts(autoencoder: ModelName['autoencoder']): ModelName[] {
  return readoutNames.flatMap((readout) => layers.map((layer) => ({ autoencoder, readout, layer })));
}

/** CAE, VAE, VQ-VAE and their combinations in the IR task of a region: the rows of Table 5. */
export function reconstructionVariants(region: number): ExperimentCell[] {
  return autoencoderNames
    .flatMap((autoencoder) => [{ autoencoder, readout: null, layer: null }, ...withReadouts(autoencoder)])
    .map((model) => ({ region, model, task: 'IR' }));
}

/** CNN and every combination in the NRS task of a region: the rows of Table 6. */
export function similarityVariants(region: number): ExperimentCell[] {
  return [null, ...autoencoderNames].flatMap(withReadouts).map((model) => ({ region, model, task: 'NRS' }));
}

/** What the shorter presets train in the focus region beyond Tables 2 and 4: each new part once. */
const samples: Readonly<Record<Exclude<PresetName, 'paper'>, Readonly<Record<Task, readonly string[]>>>> = {
  smoke: { IR: ['VAE-FC2'], NRS: ['VQ-VAE-FM2'] },
  quick: { IR: ['VAE', 'VQ-VAE', 'VAE-FR2', 'VQ-VAE-FR2'], NRS: ['CNN-FC2', 'CNN-FM2'] },
};

/** Does the preset of a context train this cell? The cells of Tables 2 and 4 are trained wherever those are. */
export function isVariantTrained(context: ExperimentContext, cell: ExperimentCell): boolean {
  const { region, task, model } = cell;
  if (task === 'IR' && model.autoencoder === 'CAE' && model.readout !== 'FC' && model.readout !== 'FM') return isReconstructionTrained(context, cell);
  if (task === 'NRS' && model.readout === 'FR' && (model.autoencoder ?? 'CAE') === 'CAE') return isSimilarityTrained(context, cell);
  if (context.preset === 'paper') return true;
  return region === focusRegion(context) && samples[context.preset][task].includes(formatModelName(model));
}
