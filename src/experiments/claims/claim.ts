import type { TableCell } from '../../figures/resultTable';
import type { ExperimentMaterial } from '../experiment';

/** One row of the claims table. */
export interface ClaimRow {
  /** For example `region 3, layers 1, 2, 3, 4`. */
  readonly scope: string;
  /** What the paper or its slides print. */
  readonly printed: string;
  readonly ours: TableCell;
  readonly verdict: string;
}

/** A main claim of the paper and how the records answer it. */
export interface Claim {
  readonly statement: string;
  /** Where the paper shows it. */
  readonly where: string;
  readonly evaluate: (material: ExperimentMaterial) => readonly ClaimRow[];
}
