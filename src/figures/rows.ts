import { UserError } from '../errors';

/** What a table cell may hold; undefined and NaN: not there (a dash); null: nothing belongs there (empty). */
export type CellValue = string | number | boolean | null | undefined;

/** One row of a table: its columns by name. */
export type Row = Readonly<Record<string, CellValue>>;

/** The part of a danfo DataFrame that a table needs; its own type would load all of danfo's. */
export interface FrameLike {
  readonly columns: readonly string[];
  readonly values: unknown;
}

/** A table as a cell of a notebook has it. */
export type TableLike = FrameLike | readonly Row[];

/** Columns in their order, and the values row by row. */
export interface TableValues {
  readonly columns: readonly string[];
  readonly values: readonly (readonly CellValue[])[];
}

export function isNothing(value: CellValue): value is null | undefined {
  return value === undefined || value === null || (typeof value === 'number' && Number.isNaN(value));
}

/**
 * A danfo DataFrame or an array of row objects as columns and values.
 * @throws UserError for anything else.
 */
export function tableValues(table: TableLike): TableValues {
  if (Array.isArray(table)) {
    const rows = table as readonly Row[];
    const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
    return { columns, values: rows.map((row) => columns.map((column) => row[column])) };
  }
  const { columns, values } = table as FrameLike;
  if (!Array.isArray(columns) || !Array.isArray(values)) throw new UserError('A table has to be a DataFrame or an array of objects, one a row.');
  return { columns, values: values as CellValue[][] };
}

/** The same as row objects. */
export function tableRows(table: TableLike): Row[] {
  const { columns, values } = tableValues(table);
  return values.map((row) => Object.fromEntries(columns.map((column, index) => [column, row[index]])));
}
