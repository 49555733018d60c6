import type { Data, Layout } from 'plotly.js';

/** A figure as plain data: what Plotly draws in a browser and Kaleido exports. */
export interface PlotlyFigure {
  readonly data: readonly Data[];
  readonly layout: Partial<Layout>;
}
