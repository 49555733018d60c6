/** The public interface of `dae-nr`: what notebooks import. Kept small, because the notebook kernel type-checks it in every cell. */
export { UserError } from './errors';
export type { NdArray } from './data/ndArray';
export type { Dataset, DatasetIdentity, RegionData } from './data/region';
export { openDataset } from './data/dataset';
export { openReproduction, type Reproduction } from './experiments/openReproduction';
export type { ReproductionOptions } from './experiments/reproductionOptions';
export { openRecordings, recordingsMissing, type Recordings } from './experiments/recordings';
export type { PlotlyFigure } from './figures/plotlyFigure';
export type { ResultTable } from './figures/resultTable';
export { showFigure, showTable, showText } from './figures/notebookDisplay';
