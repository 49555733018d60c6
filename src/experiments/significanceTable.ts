import { formatModelName } from '../models/modelName';
import type { ResultTable, TableCell, TableColumn } from '../figures/resultTable';
import { cellRecords } from './cellRecords';
import { intervalCell } from './comparisons';
import { committedContext } from './context';
import { compareCounts } from './countDifferences';
import type { ExperimentContext, ExperimentMaterial } from './experiment';
import { hasPaperCounterpart } from './paperValues';
import { provenanceCaption } from './provenanceCaption';
import { remedy } from './remedy';
import { isTrained } from './significanceCells';
import { significantCounts, type SignificantCounts } from './significantCounts';
import type { ExperimentCell } from './specify';

/** What distinguishes the tables of significant neurons from each other. */
export interface SignificanceTable {
  readonly item: string;
  readonly title: string;
  readonly cells: readonly ExperimentCell[];
  /** The cell whose number is subtracted; undefined: nothing to compare with. */
  readonly rivalOf: (cell: ExperimentCell) => ExperimentCell | undefined;
  /** What was printed for a cell; empty where nothing was. */
  readonly printed: (cell: ExperimentCell) => string;
  readonly notes: readonly string[];
}

const digits = 1;

function text(value: string): TableCell {
  return { kind: 'text', text: value };
}

/** `CAE-FR2`, or `CAE, readout 2 fitted afterwards`. */
export function nameCell({ model, mapping }: ExperimentCell): string {
  return mapping === undefined ? formatModelName(model) : `${model.autoencoder}, readout of layer ${model.layer} ${mapping}`;
}

function measured(counts: SignificantCounts, failed: number): TableCell {
  return { kind: 'measured', mean: counts.mean, spread: counts.spread, seeds: counts.counts.length, failed };
}

function range(values: readonly number[]): string {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  return low === high ? String(low) : `${low} to ${high}`;
}

function chance({ chance: { low, high } }: SignificantCounts): TableCell {
  return text(`${Math.round(low)} to ${Math.round(high)}`);
}

function row(material: ExperimentMaterial, choice: SignificanceTable, cell: ExperimentCell): TableCell[] {
  const { context, lookup, committed, evidence } = material;
  const responses = evidence.get(cell.region)!.testResponses;
  const { finished, failed } = cellRecords(context, lookup, cell);
  const [two, one] = [significantCounts(finished, responses, 'two'), significantCounts(finished, responses, 'one')];
  const dash: TableCell =
    failed > 0 ? text(`failed (${failed})`) : { kind: 'missing', remedy: remedy(context, choice.item, isTrained(context, cell)) };
  const rival = choice.rivalOf(cell);
  const difference = rival && compareCounts(material, cell, rival);
  const shipped = committed && significantCounts(cellRecords(committedContext(context), committed, cell).finished, responses, 'two');
  return [
    text(String(cell.region)),
    text(nameCell(cell)),
    text(cell.task),
    two ? measured(two, failed) : dash,
    text(two ? range(two.counts) : ''),
    two ? { kind: 'printed', value: responses.shape[1] - two.mean } : text(''),
    two ? chance(two) : text(''),
    one ? measured(one, 0) : text(''),
    one ? chance(one) : text(''),
    text(difference ? nameCell(rival!) : ''),
    difference ? intervalCell(difference) : text(''),
    ...(committed ? [shipped ? measured(shipped, 0) : text('')] : []),
    ...(hasPaperCounterpart(context) ? [text(choice.printed(cell))] : []),
  ];
}

function columnsOf({ context, committed }: ExperimentMaterial): TableColumn[] {
  const [two, one] = ['two-sided', 'one-sided'];
  return [
    { heading: 'Region' },
    { heading: 'Model' },
    { heading: 'trained for' },
    { group: two, heading: 'significant', digits },
    { group: two, heading: 'over seeds' },
    { group: two, heading: 'insignificant', digits },
    { group: two, heading: 'by chance [95 %]' },
    { group: one, heading: 'significant', digits },
    { group: one, heading: 'by chance [95 %]' },
    { group: 'difference, two-sided', heading: 'compared with' },
    { group: 'difference, two-sided', heading: 'difference [95 %]', digits },
    ...(committed ? [{ group: 'shipped records, preset paper', heading: 'significant', digits }] : []),
    ...(hasPaperCounterpart(context) ? [{ group: 'printed for the recordings', heading: 'significant' }] : []),
  ];
}

const method = [
  'Significant: the correlation of predicted and recorded responses over the test images has p ≤ 0.05 by the t distribution with n − 2 degrees of freedom. The paper does not say on how many sides; two-sided counts are the main ones, and they include significantly negative correlations.',
  'By chance: the same predictions given to other images, 1000 permutations of all images jointly, the middle 95 % of the counts; of several seeds the band that holds all of theirs. It is not 5 % of the neurons, because neurons share images.',
  'Differences: test images and seeds resampled in pairs. Repeated images make single correlations vary more, which raises both counts of a difference.',
];

function dataNote({ dataset }: ExperimentContext): string[] {
  return dataset.kind === 'simulated'
    ? ['Ours are from simulated data: they can show whether an effect appears in the simulation, not whether the paper is right.']
    : [];
}

/** Significant and insignificant neurons beside what chance gives: Fig. 3 and 4, App. Fig. 8 as numbers. */
export function significanceTable(material: ExperimentMaterial, choice: SignificanceTable): ResultTable {
  const { context, lookup, evidence } = material;
  const cells = choice.cells.filter(({ region }) => evidence.has(region));
  return {
    item: choice.item,
    title: choice.title,
    caption: provenanceCaption(context, cells.flatMap((cell) => cellRecords(context, lookup, cell).finished)),
    columns: columnsOf(material),
    rows: cells.map((cell) => row(material, choice, cell)),
    notes: [...method, ...choice.notes, ...dataNote(context)],
  };
}
