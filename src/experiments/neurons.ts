import { mean } from 'simple-statistics';
import type { ResultTable, TableCell, TableColumn } from '../figures/resultTable';
import { formatModelName } from '../models/modelName';
import { cellRecords } from './cellRecords';
import type { RegionEvidence } from './evidence';
import type { Experiment, ExperimentMaterial } from './experiment';
import { provenanceCaption } from './provenanceCaption';
import { similarityCells } from './similarityCells';
import { table4 } from './table4';

const item = 'neurons';

function score(value: number | undefined): TableCell {
  return value === undefined
    ? { kind: 'missing', remedy: 'npm run reproduce -- --only table4' }
    : { kind: 'printed', value };
}

/** Mean PCC over the finished seeds of every trained model, by neuron: one array [M] a model, undefined where none finished. */
function modelScores({ context, lookup }: ExperimentMaterial, region: number): (number[] | undefined)[] {
  return similarityCells(region).map((cell) => {
    const scores = cellRecords(context, lookup, cell).finished.flatMap(({ responses }) => (responses === null ? [] : [responses.pcc]));
    return scores.length === 0 ? undefined : scores[0].map((_, neuron) => mean(scores.map((pcc) => pcc[neuron])));
  });
}

function rowsOf(material: ExperimentMaterial, evidence: RegionEvidence): TableCell[][] {
  const models = modelScores(material, evidence.region);
  return evidence.linearNonlinear.pcc.map((linear, neuron) => [
    { kind: 'text', text: String(evidence.region) },
    { kind: 'text', text: String(neuron) },
    evidence.noiseCeiling === null ? { kind: 'text', text: 'no trials' } : score(evidence.noiseCeiling.correlationCeiling[neuron]),
    score(linear),
    ...models.map((pcc) => score(pcc?.[neuron])),
  ]);
}

function table(material: ExperimentMaterial): ResultTable {
  const { context, lookup } = material;
  const regions = context.regions.flatMap((region) => material.evidence.get(region) ?? []);
  const finished = context.regions.flatMap((region) => similarityCells(region).flatMap((cell) => cellRecords(context, lookup, cell).finished));
  const modelColumns = similarityCells(context.regions[0]).map(({ model }): TableColumn => ({ group: 'PCC', heading: formatModelName(model), digits: 3 }));
  return {
    item,
    title: 'Similarity neuron by neuron',
    caption: provenanceCaption(context, finished),
    columns: [
      { heading: 'Region' },
      { heading: 'Neuron' },
      { heading: 'CCmax', digits: 3 },
      { group: 'PCC', heading: 'LN model', digits: 3 },
      ...modelColumns,
    ],
    rows: regions.flatMap((evidence) => rowsOf(material, evidence)),
    notes: [
      'NRS runs of Table 4: Pearson correlation over the test images with the mean over trials, mean over the finished seeds. Neurons are numbered from 0, in the order of the files.',
    ],
  };
}

/** The numbers behind Table 4, one row a neuron. */
export const neurons: Experiment = {
  item,
  title: 'PCC of every neuron',
  notebook: '06-similarity.ipynb',
  specifications: (context) => table4.specifications(context),
  table,
};
