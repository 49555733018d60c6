import { formatModelName } from '../models/modelName';
import { textCell, type ResultTable, type TableCell, type TableColumn } from '../figures/resultTable';
import { cellRecords } from './cellRecords';
import { intervalCell } from './comparisons';
import { committedContext } from './context';
import { compareCounts } from './countDifferences';
import type { ExperimentMaterial } from './experiment';
import { hasPaperCounterpart } from './paperValues';
import { provenanceCaption, simulationNotes } from './provenanceCaption';
import { remedy } from './remedy';
import { isTrained } from './significanceCells';
import { significantCounts, type SignificantCounts } from './significantCounts';
import type { ExperimentCell } from '../paper/specify';

/** What distinguishes the tables of significant neurons from each other. */
export interface SignificanceTable {
  readonly item: string;
  readonly title: string;
  readonly cells: readonly ExperimentCell[];
  /** What is subtracted in the column of differences. */
  readonly rival: string;
  /** The cell of that; undefined for a cell that is compared with nothing. */
  readonly rivalOf: (cell: ExperimentCell) => ExperimentCell | undefined;
  /** What was printed for a cell; empty where nothing was; without it there is no such column. */
  readonly printed?: (cell: ExperimentCell) => string;
  readonly notes: readonly string[];
}

const digits = 1;

/** `CAE-FR2 (IR)`, or `CAE, FR2 fitted afterwards`. */
function nameCell({ model, task, mapping }: ExperimentCell): string {
  return mapping === undefined ? `${formatModelName(model)} (${task})` : `${model.autoencoder}, ${model.readout}${model.layer} ${mapping}`;
}

function measured(counts: SignificantCounts, failed: number): TableCell {
  return { kind: 'measured', mean: counts.mean, spread: counts.spread, seeds: counts.counts.length, failed };
}

function chance({ chance: { low, high } }: SignificantCounts): TableCell {
  return textCell(`${Math.round(low)} to ${Math.round(high)}`);
}

function row(material: ExperimentMaterial, choice: SignificanceTable, cell: ExperimentCell): TableCell[] {
  const { context, lookup, committed, evidence } = material;
  const responses = evidence.get(cell.region)!.testResponses;
  const { finished, failed } = cellRecords(context, lookup, cell);
  const [two, one] = [significantCounts(finished, responses, 'two'), significantCounts(finished, responses, 'one')];
  const dash: TableCell =
    failed > 0 ? textCell(`failed (${failed})`) : { kind: 'missing', remedy: remedy(context, choice.item, isTrained(context, cell)) };
  const rival = choice.rivalOf(cell);
  const difference = rival && compareCounts(material, cell, rival);
  const shipped = committed && significantCounts(cellRecords(committedContext(context), committed, cell).finished, responses, 'two');
  return [
    textCell(String(cell.region)),
    textCell(nameCell(cell)),
    two ? measured(two, failed) : dash,
    two ? { kind: 'printed', value: responses.shape[1] - two.mean } : textCell(''),
    two ? chance(two) : textCell(''),
    one ? measured(one, 0) : textCell(''),
    one ? chance(one) : textCell(''),
    difference ? intervalCell(difference) : textCell(''),
    ...(committed ? [shipped ? measured(shipped, 0) : textCell('')] : []),
    ...(choice.printed && hasPaperCounterpart(context) ? [textCell(choice.printed(cell))] : []),
  ];
}

function columnsOf({ context, committed }: ExperimentMaterial, { rival, printed }: SignificanceTable): TableColumn[] {
  const [two, one] = ['two-sided', 'one-sided'];
  return [
    { heading: 'Region' },
    { heading: 'Model' },
    { group: two, heading: 'significant', digits },
    { group: two, heading: 'insignificant', digits },
    { group: two, heading: 'by chance [95 %]' },
    { group: one, heading: 'significant', digits },
    { group: one, heading: 'by chance [95 %]' },
    { heading: `minus ${rival} [95 %]`, digits },
    ...(committed ? [{ group: 'shipped records, preset paper', heading: 'significant', digits }] : []),
    ...(printed && hasPaperCounterpart(context) ? [{ group: 'printed for the recordings', heading: 'significant' }] : []),
  ];
}

const method = [
  'Significant: the correlation of predicted and recorded responses over the test images has p ≤ 0.05 by the t distribution with n − 2 degrees of freedom. The paper does not say on how many sides; two-sided counts are the main ones, and they include significantly negative correlations.',
  'By chance: the same predictions given to other images, 1000 permutations of all images jointly, the middle 95 % of the counts; of several seeds the band that holds all of theirs. It is a range, not 5 % of the neurons, and their tests are not independent: they share images and one network.',
  'Differences, two-sided: test images and seeds resampled in pairs. Images that are drawn twice bend the counts of a resample, so the interval has the width of the bootstrap around the difference that was observed. With one seed it covers the choice of images only.',
  'IR: trained for image reconstruction; NRS: for similarity to the responses. ± standard deviation over seeds, (number of seeds).',
];

/** Significant and insignificant neurons beside what chance gives: Fig. 3 and 4, App. Fig. 8 as numbers. */
export function significanceTable(material: ExperimentMaterial, choice: SignificanceTable): ResultTable {
  const { context, lookup, evidence } = material;
  const cells = choice.cells.filter(({ region }) => evidence.has(region));
  return {
    item: choice.item,
    title: choice.title,
    caption: provenanceCaption(context, cells.flatMap((cell) => cellRecords(context, lookup, cell).finished)),
    columns: columnsOf(material, choice),
    rows: cells.map((cell) => row(material, choice, cell)),
    notes: [...method, ...choice.notes, ...simulationNotes(context)],
  };
}
