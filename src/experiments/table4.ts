import type { ResultTable, TableCell, TableColumn } from '../figures/resultTable';
import { baselineCell, measuredCell } from './cellRecords';
import { committedCell, comparedRecords } from './comparedRecords';
import { comparePcc, comparePccToBaseline, intervalCell } from './comparisons';
import type { RegionEvidence } from './evidence';
import type { Experiment, ExperimentContext, ExperimentMaterial } from './experiment';
import { describeSimilarity } from './findings/similarity';
import { hasPaperCounterpart, paperValues, printedCell } from './paperValues';
import { provenanceCaption } from './provenanceCaption';
import { remedy } from './remedy';
import { cnnCell, isSimilarityTrained, similarityCells } from './similarityCells';
import { specify, type ExperimentCell } from './specify';

const item = 'table4';
const pcc = { heading: 'PCC', digits: 3 } as const;
const empty: TableCell = { kind: 'text', text: '' };

function columnsOf(material: ExperimentMaterial): TableColumn[] {
  return [
    { heading: 'Region' },
    { heading: 'Model' },
    { group: 'ours', ...pcc },
    { group: 'ours', heading: 'compared with' },
    { group: 'ours', heading: 'difference [95 %]', digits: 3 },
    ...(material.committed ? [{ group: 'shipped records, preset paper', ...pcc }] : []),
    ...(hasPaperCounterpart(material.context) ? [{ group: 'printed for the recordings', ...pcc }] : []),
  ];
}

function baselineRow(material: ExperimentMaterial, region: number, name: string, values: readonly number[] | null): TableCell[] {
  const padding = (material.committed ? 1 : 0) + (hasPaperCounterpart(material.context) ? 1 : 0);
  return [
    { kind: 'text', text: String(region) },
    { kind: 'text', text: name },
    values === null ? { kind: 'text', text: 'no repeated trials' } : baselineCell(values),
    empty,
    empty,
    ...Array.from({ length: padding }, () => empty),
  ];
}

function modelRow(material: ExperimentMaterial, evidence: RegionEvidence, cell: ExperimentCell): TableCell[] {
  const { context } = material;
  const records = comparedRecords(material, cell);
  const isCnn = cell.model.autoencoder === null;
  const layer = cell.model.layer!;
  const rival = comparedRecords(material, cnnCell(cell.region, layer));
  const difference = isCnn
    ? comparePccToBaseline(records.own.finished, evidence.linearNonlinear.predictions, evidence.testResponses)
    : comparePcc(records.own.finished, rival.own.finished, evidence.testResponses);
  const printed = isCnn ? undefined : paperValues.table6.values['CAE-FR'][`region${cell.region}`]?.[layer - 1];
  return [
    { kind: 'text', text: String(cell.region) },
    { kind: 'text', text: records.name },
    measuredCell(records.own, 'pcc', remedy(context, item, isSimilarityTrained(context, cell))),
    { kind: 'text', text: difference ? (isCnn ? 'LN model' : rival.name) : '' },
    difference ? intervalCell(difference) : empty,
    ...(material.committed ? [committedCell(records, 'pcc')] : []),
    ...(hasPaperCounterpart(context) ? [isCnn ? { kind: 'text' as const, text: 'not available' } : printedCell(printed)] : []),
  ];
}

function klindt(): string {
  const byRegion = paperValues.klindt2017.values['CNN, factorized readout'];
  const numbers = Object.values(byRegion)
    .map((value) => value.toFixed(2))
    .join(', ');
  return `On the recordings the older CNN with a factorized readout of Klindt et al. 2017 reaches ${numbers} in regions 1, 2, 3, above every printed value of the paper (${paperValues.klindt2017.source}).`;
}

function notes(context: ExperimentContext): string[] {
  return [
    'Mean over neurons of the Pearson correlation over the test images with the mean over trials; a constant prediction counts as 0. ± standard deviation over seeds, (number of seeds).',
    'Differences: model minus the one compared with, resampling test images and seeds in pairs. With one seed the interval covers the choice of images only.',
    'LN model: one regularised linear filter and a softplus per neuron. Noise ceiling: mean CCmax (Schoppe et al. 2016), 0 for neurons without signal power.',
    ...(hasPaperCounterpart(context)
      ? [`Printed values: ${paperValues.table6.source}; they belong to the recordings of Antolik et al. 2016.`, klindt()]
      : []),
    ...(context.dataset.kind === 'simulated'
      ? [
          'Ours are from simulated data: they can show whether an effect appears in the simulation, not whether the paper is right.',
        ]
      : []),
  ];
}

function table(material: ExperimentMaterial): ResultTable {
  const { context } = material;
  const regions = context.regions.flatMap((region) => material.evidence.get(region) ?? []);
  const finished = context.regions.flatMap((region) =>
    similarityCells(region).flatMap((cell) => comparedRecords(material, cell).own.finished),
  );
  return {
    item,
    title: 'Table 4. Similarity to neural responses: CNN-FR and CAE-FR',
    caption: provenanceCaption(context, finished),
    columns: columnsOf(material),
    rows: regions.flatMap((evidence) => [
      baselineRow(material, evidence.region, 'LN model', evidence.linearNonlinear.pcc),
      ...similarityCells(evidence.region).map((cell) => modelRow(material, evidence, cell)),
      baselineRow(material, evidence.region, 'noise ceiling', evidence.noiseCeiling?.correlationCeiling ?? null),
    ]),
    notes: notes(context),
  };
}

export const table4: Experiment = {
  item,
  title: 'Table 4: PCC of predicted and recorded responses',
  notebook: '06-similarity.ipynb',
  specifications: (context) =>
    context.regions.flatMap((region) =>
      similarityCells(region)
        .filter((cell) => isSimilarityTrained(context, cell))
        .flatMap((cell) => specify(context, cell)),
    ),
  table,
  findings: describeSimilarity,
};
