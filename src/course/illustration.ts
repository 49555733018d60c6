import type { PlotlyFigure } from '../figures/plotlyFigure';
import type { ResultTable } from '../figures/resultTable';

/** A picture of a lesson and what it shows, in sentences made from the same numbers. */
export interface Illustration {
  /** undefined where the model that it would show has not been trained. */
  readonly figure: PlotlyFigure | undefined;
  readonly findings: readonly string[];
}

/** An illustration whose numbers also stand in a table. */
export interface TabledIllustration extends Illustration {
  readonly table: ResultTable;
}
