/** A number of ours: mean over the runs of several seeds. */
export interface MeasuredCell {
  readonly kind: 'measured';
  readonly mean: number;
  /** Sample standard deviation over seeds; null with a single seed, and for baselines that have none. */
  readonly spread: number | null;
  /** Number of seeds that finished; null for a baseline, which is fitted once. */
  readonly seeds: number | null;
  /** Seeds whose training failed; they are counted, never averaged. */
  readonly failed: number;
}

/** A difference or an estimate with the bounds of its 95 % interval. */
export interface IntervalCell {
  readonly kind: 'interval';
  readonly estimate: number;
  readonly low: number;
  readonly high: number;
  /** Where they differ from those of the column. */
  readonly digits?: number;
}

/** A number that somebody else printed. */
export interface PrintedCell {
  readonly kind: 'printed';
  readonly value: number;
}

/** Shown as a dash; `remedy` is the command that fills the cell, or why nothing can. */
export interface MissingCell {
  readonly kind: 'missing';
  readonly remedy: string;
}

export interface TextCell {
  readonly kind: 'text';
  readonly text: string;
}

export function textCell(text: string): TextCell {
  return { kind: 'text', text };
}

export const emptyCell = textCell('');

export type TableCell = MeasuredCell | IntervalCell | PrintedCell | MissingCell | TextCell;

export interface TableColumn {
  readonly heading: string;
  /** Heading above neighbouring columns that belong together. */
  readonly group?: string;
  /** Digits after the decimal point of the numbers in this column. */
  readonly digits?: number;
}

/** A table as plain data; `.md`, `.csv` and notebook HTML are made from it. */
export interface ResultTable {
  /** As in the paper: `table2`; names the files. */
  readonly item: string;
  readonly title: string;
  /** Data set, preset, seeds and backend. */
  readonly caption: string;
  readonly columns: readonly TableColumn[];
  readonly rows: readonly (readonly TableCell[])[];
  /** Sentences below the table: sources, definitions, what may not be concluded. */
  readonly notes: readonly string[];
}
