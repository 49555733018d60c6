import { formatModelName } from '../models/modelName';
import type { TableCell } from '../figures/resultTable';
import { cellRecords, measuredCell, type CellRecords } from './cellRecords';
import { committedContext } from './context';
import type { ExperimentMaterial } from './experiment';
import type { ExperimentCell } from '../paper/specify';

/** A cell with its own records and, apart from them, those the package ships. */
export interface ComparedRecords {
  readonly name: string;
  readonly own: CellRecords;
  readonly committed: CellRecords | undefined;
}

/** `CAE-FR2`, or `CAE (control)`, short enough for a column beside many others. */
function nameOf({ model, sparseAs }: ExperimentCell): string {
  return sparseAs === undefined ? formatModelName(model) : `${formatModelName(model)} (control)`;
}

export function comparedRecords({ context, lookup, committed }: ExperimentMaterial, cell: ExperimentCell): ComparedRecords {
  return {
    name: nameOf(cell),
    own: cellRecords(context, lookup, cell),
    committed: committed && cellRecords(committedContext(context), committed, cell),
  };
}

/** The cell of the column with the shipped records; empty text where the package has none. */
export function committedCell(records: ComparedRecords, metric: 'mse' | 'psnr' | 'ssim' | 'pcc'): TableCell {
  const cell = records.committed && measuredCell(records.committed, metric, '');
  return cell === undefined || cell.kind === 'missing' ? { kind: 'text', text: '' } : cell;
}
