import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { takeColumns, takeRows } from '../data/ndArray';
import type { Dataset, RegionData } from '../data/region';
import { splitTraining } from '../data/split';
import { UserError } from '../errors';
import type { ExperimentContext } from '../experiments/experiment';
import { caeFactorized, focusRegion } from '../experiments/factorizedModels';
import type { LayerSelection, NeuronSelection } from '../paper/neuronSelection';
import { specify } from '../paper/specify';
import { pearsonPerNeuron } from '../metrics/pearsonPerNeuron';
import { formatModelName, layers, type Layer } from '../models/modelName';
import { createNetwork } from '../models/network';
import type { RecordStore } from '../runs/recordStore';
import { specificationHash } from '../runs/specificationHash';
import { significantNeurons } from '../statistics/significantNeurons';
import { applyNetwork } from '../training/evaluate';
import { writeWhole } from '../writeWhole';

const level = 0.05;
const sides = 'two';

/**
 * Finds out which neurons count as significant in Table 3, from the first seed of CAE-FR1 to 4 in the image-reconstruction task.
 * @param store has their records with weights
 * @throws UserError when one of them is missing
 */
export async function selectNeurons(context: ExperimentContext, dataset: Dataset, store: RecordStore): Promise<NeuronSelection> {
  const number = focusRegion(context);
  const region = await dataset.loadRegion(number);
  return {
    dataset: dataset.identity,
    region: number,
    level,
    sides,
    layers: layers.map((layer) => selectLayer(context, region, layer, store)),
  };
}

/** Writes a selection where `readNeuronSelection` finds it. */
export async function writeNeuronSelection(selection: NeuronSelection, file: string): Promise<void> {
  mkdirSync(path.dirname(file), { recursive: true });
  const lists = JSON.stringify(selection, null, 1).replace(/\[\s+(-?[\d.]+,?\s+)+\]/g, (list) => list.replace(/\s+/g, ' '));
  await writeWhole(file, `${lists}\n`);
}

function selectLayer(context: ExperimentContext, region: RegionData, layer: Layer, store: RecordStore): LayerSelection {
  const [specification] = specify(context, { region: region.region, model: caeFactorized(layer), task: 'IR' });
  const hash = specificationHash(specification);
  const record = store.read(hash);
  const weights = store.readWeights(hash);
  if (record?.status !== 'finished' || record.responses === null || weights === undefined) {
    throw new UserError(
      `${formatModelName(specification)} of region ${region.region} has not been trained with preset ${context.preset}: run npm run reproduce -- --preset ${context.preset} --only table2 first.`,
    );
  }
  const { validation } = splitTraining(region.trainingImages.shape[0], specification.seed);
  const { predictions } = applyNetwork(createNetwork(specification, specification.hyperparameters), weights, takeRows(region.trainingImages, validation));
  const responses = takeRows(region.trainingResponses, validation);
  const fitted = specification.neurons === 'all' ? responses : takeColumns(responses, specification.neurons);
  return {
    layer,
    madeFrom: hash,
    // Rounded, so that the last digits of a processor do not decide between two neurons.
    validationPcc: pearsonPerNeuron(predictions!, fitted).pcc.map((value) => Number(value.toFixed(4))),
    significantOnTestImages: significantNeurons(record.responses.pcc, region.testImages.shape[0], { level, sides }),
  };
}
