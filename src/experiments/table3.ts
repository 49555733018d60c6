import { emptyCell, textCell, type ResultTable, type TableCell, type TableColumn } from '../figures/resultTable';
import { formatModelName, layers, type Layer } from '../models/modelName';
import { baselineCell, cellRecords, measuredCell } from './cellRecords';
import { committedCell, comparedRecords } from './comparedRecords';
import { compareErrors, intervalCell } from './comparisons';
import type { BaselineReconstruction } from './evidence';
import type { Experiment, ExperimentContext, ExperimentMaterial } from './experiment';
import { cae, caeFactorized, focusRegion } from './factorizedModels';
import { describeGroups } from './findings/neuronGroups';
import { differingNeurons } from '../paper/neuronGroups';
import type { NeuronGroup, SelectionRule } from '../paper/neuronSelection';
import { hasPaperCounterpart, paperValues, printedCell } from './paperValues';
import { provenanceCaption, simulationNotes } from './provenanceCaption';
import { isReconstructionTrained } from './reconstructionCells';
import { metricColumns, metrics, printedColumns } from './reconstructionColumns';
import { remedy, selectionRemedy } from './remedy';
import { specify, type ExperimentCell } from '../paper/specify';
import { groupCell, groupCells, isGroupTrained, ruleOf, selectionOf, trainedGroupCells, type GroupCell } from './table3Cells';

const item = 'table3';
const matched: Readonly<Partial<Record<NeuronGroup, NeuronGroup>>> = {
  significant: 'random, as many as significant',
  insignificant: 'random, as many as insignificant',
};

function columnsOf(material: ExperimentMaterial): TableColumn[] {
  return [
    { heading: 'Model' },
    { heading: 'trained with' },
    { heading: 'neurons' },
    ...metricColumns('ours'),
    { group: 'ours', heading: 'MSE minus that of random neurons [95 %]', digits: 5 },
    ...(material.committed ? metricColumns('shipped records, preset paper') : []),
    ...(hasPaperCounterpart(material.context) ? printedColumns() : []),
  ];
}

function padded(columns: number, cells: readonly TableCell[]): TableCell[] {
  return [...cells, ...Array.from({ length: columns - cells.length }, () => emptyCell)];
}

function baselineRow(columns: number, name: string, baseline: BaselineReconstruction): TableCell[] {
  return padded(columns, [textCell(name), textCell('images alone'), emptyCell, ...metrics.map((metric) => baselineCell(baseline[metric]))]);
}

/** A model of Table 2, for comparison: no or all neurons. */
function knownRow(material: ExperimentMaterial, columns: number, cell: ExperimentCell, trainedWith: string, neurons: number): TableCell[] {
  const { context } = material;
  const records = comparedRecords(material, cell);
  const command = remedy(context, 'table2', isReconstructionTrained(context, cell));
  return padded(columns, [
    textCell(records.name),
    textCell(trainedWith),
    textCell(String(neurons)),
    ...metrics.map((metric) => measuredCell(records.own, metric, command)),
    emptyCell,
    ...(material.committed ? metrics.map((metric) => committedCell(records, metric)) : []),
  ]);
}

function nameGroup({ group, rule }: GroupCell, usual: SelectionRule): string {
  return rule === usual || group.startsWith('random') ? group : `${group}, chosen by ${rule === 'rank' ? 'rank' : 'the test images'}`;
}

function groupRow(material: ExperimentMaterial, columns: number, cell: GroupCell): TableCell[] {
  const { context, lookup } = material;
  const records = comparedRecords(material, cell);
  const rival = matched[cell.group] && groupCell(context, cell.layer, matched[cell.group]!, cell.rule);
  const difference = rival && compareErrors(records.own.finished, cellRecords(context, lookup, rival).finished);
  const printed = cell.group.startsWith('random') ? undefined : paperValues.table3.values[records.name]?.[cell.group];
  const command = remedy(context, item, isGroupTrained(context, cell));
  return padded(columns, [
    textCell(records.name),
    textCell(nameGroup(cell, ruleOf(context))),
    textCell(String(cell.size)),
    ...metrics.map((metric) => measuredCell(records.own, metric, command)),
    difference ? intervalCell(difference) : emptyCell,
    ...(material.committed ? metrics.map((metric) => committedCell(records, metric)) : []),
    ...(hasPaperCounterpart(context) ? metrics.map((metric) => printedCell(printed?.[metric])) : []),
  ]);
}

/** The rows of the other way to choose the neurons, where they were trained. */
function otherRule({ context, lookup }: ExperimentMaterial, layer: Layer): GroupCell[] {
  const other: SelectionRule = ruleOf(context) === 'rank' ? 'test images' : 'rank';
  return groupCells(context, layer, other).filter(
    (cell) => !cell.group.startsWith('random') && cellRecords(context, lookup, cell).finished.length > 0,
  );
}

function unselectedRow(context: ExperimentContext, columns: number, layer: Layer): TableCell[] {
  const dash: TableCell = { kind: 'missing', remedy: selectionRemedy(context) };
  return padded(columns, [textCell(formatModelName(caeFactorized(layer))), textCell('significant and insignificant neurons'), emptyCell, dash, dash, dash]);
}

function notes({ context }: ExperimentMaterial): string[] {
  const differing = layers.flatMap((layer) => selectionOf(context, layer) ?? []);
  const chosen =
    ruleOf(context) === 'rank'
      ? 'Significant: as many neurons as are significant over the test images, those with the highest correlation over the validation images (first seed of CAE-FR in this task).'
      : "Significant: the neurons that are significant over the test images (first seed of CAE-FR in this task), the paper's way, which chooses and scores on the same images.";
  return [
    'Means over the test images; ± standard deviation over seeds, (number of seeds). All are CAE-FR in the image-reconstruction task and differ only in the neurons whose responses they fit.',
    chosen,
    ...(differing.length > 0
      ? [
          `The two ways to choose name different neurons: ${differing.map((selection) => `${differingNeurons(selection)} of ${selection.significantOnTestImages.length} at layer ${selection.layer}`).join(', ')}. The other way: --selection ${ruleOf(context) === 'rank' ? 'test-images' : 'rank'}.`,
        ]
      : []),
    'Beta is a weight per neuron, because the loss sums over neurons: a smaller group pulls less in total. Random groups of the same sizes, drawn anew for every seed, show what the size alone does.',
    'Differences: resampling test images and seeds in pairs; below 0 means a smaller error than with as many random neurons.',
    ...(hasPaperCounterpart(context) ? [`Printed values: ${paperValues.table3.source}; they belong to region ${paperValues.table3.region} of the recordings of Antolik et al. 2016.`] : []),
    ...simulationNotes(context),
  ];
}

function table(material: ExperimentMaterial): ResultTable {
  const { context, lookup } = material;
  const columns = columnsOf(material);
  const region = focusRegion(context);
  const evidence = material.evidence.get(region)!;
  const plain: ExperimentCell = { region, model: cae, task: 'IR' };
  const cellsOf = (layer: Layer): GroupCell[] => [...groupCells(context, layer), ...otherRule(material, layer)];
  const all = (layer: Layer): ExperimentCell => ({ region, model: caeFactorized(layer), task: 'IR' });
  const used = [plain, ...layers.flatMap((layer) => [all(layer), ...cellsOf(layer)])].flatMap((cell) => cellRecords(context, lookup, cell).finished);
  return {
    item,
    title: `Table 3. CAE-FR of region ${region} trained with significant or with insignificant neurons`,
    caption: provenanceCaption(context, used),
    columns,
    rows: [
      baselineRow(columns.length, 'mean image', evidence.meanImage),
      baselineRow(columns.length, 'DCT-64', evidence.dct64),
      baselineRow(columns.length, 'PCA-100', evidence.pca100),
      knownRow(material, columns.length, plain, 'images alone', 0),
      ...layers.flatMap((layer) => [
        knownRow(material, columns.length, all(layer), 'all neurons', evidence.neurons),
        ...(selectionOf(context, layer) === undefined
          ? [unselectedRow(context, columns.length, layer)]
          : cellsOf(layer).map((cell) => groupRow(material, columns.length, cell))),
      ]),
    ],
    notes: notes(material),
  };
}

/** CAE-FR trained with a part of the neurons: does the gain come from those that it predicts well? */
export const table3: Experiment = {
  item,
  title: 'Table 3: reconstruction with significant or insignificant neurons',
  notebook: '07-significance.ipynb',
  specifications: (context) => trainedGroupCells(context).flatMap((cell) => specify(context, cell)),
  table,
  findings: describeGroups,
};
