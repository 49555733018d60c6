import { formatModelName, type ModelName } from '../models/modelName';
import { emptyCell, type ResultTable, type TableCell, type TableColumn } from '../figures/resultTable';
import { baselineCell, measuredCell } from './cellRecords';
import { codeCells, codeColumns, codeNote } from './codeColumns';
import { committedCell, comparedRecords } from './comparedRecords';
import { compareErrors, compareErrorsToBaseline, intervalCell } from './comparisons';
import type { BaselineReconstruction, RegionEvidence } from './evidence';
import type { ExperimentContext, ExperimentMaterial } from './experiment';
import { hasPaperCounterpart, paperValues, printedCell } from './paperValues';
import { provenanceCaption, simulationNotes } from './provenanceCaption';
import { metricColumns, metrics, printedColumns, type ReconstructionMetric } from './reconstructionColumns';
import { remedy } from './remedy';
import type { ExperimentCell } from '../paper/specify';

/** What distinguishes the tables of the image-reconstruction task from each other. */
export interface ReconstructionTable {
  readonly item: string;
  readonly title: string;
  readonly regions: readonly number[];
  /** The models of a region, each autoencoder without a readout before its combinations. */
  readonly cells: (region: number) => readonly ExperimentCell[];
  readonly isTrained: (context: ExperimentContext, cell: ExperimentCell) => boolean;
  /** Adds what the codes of the autoencoders are like. */
  readonly showsCodes: boolean;
  /** What is to be said about rows that only this table has. */
  readonly ownNotes?: readonly string[];
  /** What is to be said about the printed values. */
  readonly printedNote: string;
}

/** The autoencoder of a combination, trained without responses. */
export function withoutReadout({ autoencoder }: ModelName): ModelName {
  return { autoencoder, readout: null, layer: null };
}

/** The scores of the shipped records beside ours: beside columns about codes there is room for one. */
function shippedMetrics({ showsCodes }: ReconstructionTable): readonly ReconstructionMetric[] {
  return showsCodes ? ['mse'] : metrics;
}

function columnsOf(material: ExperimentMaterial, choice: ReconstructionTable): TableColumn[] {
  return [
    { heading: 'Region' },
    { heading: 'Model' },
    ...metricColumns('ours'),
    { group: 'ours', heading: 'compared with' },
    { group: 'ours', heading: 'difference in MSE [95 %]', digits: 5 },
    ...(choice.showsCodes ? codeColumns : []),
    ...(material.committed ? metricColumns('shipped records, preset paper', shippedMetrics(choice)) : []),
    ...(hasPaperCounterpart(material.context) ? printedColumns() : []),
  ];
}

/** A baseline has nothing to put into the columns after its scores. */
function baselineRow(columns: number, region: number, name: string, baseline: BaselineReconstruction): TableCell[] {
  const filled: TableCell[] = [
    { kind: 'text', text: String(region) },
    { kind: 'text', text: name },
    ...metrics.map((metric) => baselineCell(baseline[metric])),
  ];
  return [...filled, ...Array.from({ length: columns - filled.length }, () => emptyCell)];
}

function modelRow(
  material: ExperimentMaterial,
  { region, pca100 }: RegionEvidence,
  cell: ExperimentCell,
  choice: ReconstructionTable,
): TableCell[] {
  const { context } = material;
  const { item, isTrained, showsCodes } = choice;
  const records = comparedRecords(material, cell);
  const isPlain = cell.model.readout === null;
  const rival = { ...cell, model: withoutReadout(cell.model) };
  const difference = isPlain
    ? compareErrorsToBaseline(records.own.finished, pca100.mse)
    : compareErrors(records.own.finished, comparedRecords(material, rival).own.finished);
  const printed = paperValues.table2.values[records.name]?.[`region${region}`];
  const command = remedy(context, item, isTrained(context, cell));
  return [
    { kind: 'text', text: String(region) },
    { kind: 'text', text: records.name },
    ...metrics.map((metric) => measuredCell(records.own, metric, command)),
    { kind: 'text', text: difference ? (isPlain ? 'PCA-100' : formatModelName(rival.model)) : '' },
    difference ? intervalCell(difference) : emptyCell,
    ...(showsCodes ? codeCells(cell.model.autoencoder!, records.own.finished) : []),
    ...(material.committed ? shippedMetrics(choice).map((metric) => committedCell(records, metric)) : []),
    ...(hasPaperCounterpart(context) ? metrics.map((metric) => printedCell(printed?.[metric])) : []),
  ];
}

function notes({ context }: ExperimentMaterial, { ownNotes = [], printedNote, showsCodes }: ReconstructionTable): string[] {
  return [
    'Means over the test images of MSE on the [-1, 1] scale, PSNR per image with data range 2, SSIM after Wang et al. 2004; ± standard deviation over seeds, (number of seeds).',
    'Differences: model minus the one compared with, resampling test images and seeds in pairs; below 0 means a smaller error. With one seed the interval covers the choice of images only.',
    'PCA-100: 100 components fitted on the same training images, a linear code as long as that of the autoencoder; DCT-64: the 64 lowest frequencies.',
    ...ownNotes,
    ...(showsCodes ? [codeNote] : []),
    ...(hasPaperCounterpart(context) ? [printedNote] : []),
    ...simulationNotes(context),
  ];
}

/** Models of the image-reconstruction task beside linear baselines: Tables 2 and 5. */
export function reconstructionTable(material: ExperimentMaterial, choice: ReconstructionTable): ResultTable {
  const { context, evidence } = material;
  const regions = choice.regions.flatMap((region) => evidence.get(region) ?? []);
  const finished = choice.regions.flatMap((region) =>
    choice.cells(region).flatMap((cell) => comparedRecords(material, cell).own.finished),
  );
  const columns = columnsOf(material, choice);
  return {
    item: choice.item,
    title: choice.title,
    caption: provenanceCaption(context, finished),
    columns,
    rows: regions.flatMap((region) => [
      baselineRow(columns.length, region.region, 'mean image', region.meanImage),
      baselineRow(columns.length, region.region, 'DCT-64', region.dct64),
      baselineRow(columns.length, region.region, 'PCA-100', region.pca100),
      ...choice.cells(region.region).map((cell) => modelRow(material, region, cell, choice)),
    ]),
    notes: notes(material, choice),
  };
}
