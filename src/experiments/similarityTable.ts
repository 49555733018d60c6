import { emptyCell, type ResultTable, type TableCell, type TableColumn } from '../figures/resultTable';
import { baselineCell, measuredCell } from './cellRecords';
import { committedCell, comparedRecords } from './comparedRecords';
import { comparePcc, comparePccToBaseline, intervalCell } from './comparisons';
import type { RegionEvidence } from './evidence';
import type { ExperimentContext, ExperimentMaterial } from './experiment';
import { hasPaperCounterpart, paperValues, printedCell } from './paperValues';
import { provenanceCaption, simulationNotes } from './provenanceCaption';
import { remedy } from './remedy';
import type { ExperimentCell } from '../paper/specify';

const pcc = { heading: 'PCC', digits: 3 } as const;
/** What distinguishes the tables of the similarity task from each other. */
export interface SimilarityTable {
  readonly item: string;
  readonly title: string;
  /** The models of a region; the CNN with the same readout and layer is among them. */
  readonly cells: (region: number) => readonly ExperimentCell[];
  readonly isTrained: (context: ExperimentContext, cell: ExperimentCell) => boolean;
}

/** The CNN that reads the same layer in the same way and reconstructs nothing. */
export function withoutAutoencoder(cell: ExperimentCell): ExperimentCell {
  return { ...cell, model: { ...cell.model, autoencoder: null } };
}

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
    emptyCell,
    emptyCell,
    ...Array.from({ length: padding }, () => emptyCell),
  ];
}

/** The printed value of a model; the paper's row of CNN-FR is not available. */
function printedPcc({ model, region }: ExperimentCell): TableCell {
  const name = `${model.autoencoder ?? 'CNN'}-${model.readout}`;
  const byLayer = paperValues.table6.values[name];
  return byLayer === undefined ? { kind: 'text', text: 'not available' } : printedCell(byLayer[`region${region}`]?.[model.layer! - 1]);
}

function modelRow(
  material: ExperimentMaterial,
  evidence: RegionEvidence,
  cell: ExperimentCell,
  { item, isTrained }: SimilarityTable,
): TableCell[] {
  const { context } = material;
  const records = comparedRecords(material, cell);
  const isCnn = cell.model.autoencoder === null;
  const rival = comparedRecords(material, withoutAutoencoder(cell));
  const difference = isCnn
    ? comparePccToBaseline(records.own.finished, evidence.linearNonlinear.predictions, evidence.testResponses)
    : comparePcc(records.own.finished, rival.own.finished, evidence.testResponses);
  return [
    { kind: 'text', text: String(cell.region) },
    { kind: 'text', text: records.name },
    measuredCell(records.own, 'pcc', remedy(context, item, isTrained(context, cell))),
    { kind: 'text', text: difference ? (isCnn ? 'LN model' : rival.name) : '' },
    difference ? intervalCell(difference) : emptyCell,
    ...(material.committed ? [committedCell(records, 'pcc')] : []),
    ...(hasPaperCounterpart(context) ? [printedPcc(cell)] : []),
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
    ...simulationNotes(context),
  ];
}

/** Models of the similarity task between the LN model and the noise ceiling: Tables 4 and 6. */
export function similarityTable(material: ExperimentMaterial, choice: SimilarityTable): ResultTable {
  const { context } = material;
  const regions = context.regions.flatMap((region) => material.evidence.get(region) ?? []);
  const finished = context.regions.flatMap((region) =>
    choice.cells(region).flatMap((cell) => comparedRecords(material, cell).own.finished),
  );
  return {
    item: choice.item,
    title: choice.title,
    caption: provenanceCaption(context, finished),
    columns: columnsOf(material),
    rows: regions.flatMap((evidence) => [
      baselineRow(material, evidence.region, 'LN model', evidence.linearNonlinear.pcc),
      ...choice.cells(evidence.region).map((cell) => modelRow(material, evidence, cell, choice)),
      baselineRow(material, evidence.region, 'noise ceiling', evidence.noiseCeiling?.correlationCeiling ?? null),
    ]),
    notes: notes(context),
  };
}
