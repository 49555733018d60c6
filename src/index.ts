/** The public interface of `dae-nr`: what notebooks import. Kept small, because the notebook kernel type-checks it in every cell. */
export { UserError } from './errors';
export type { NdArray } from './data/ndArray';
export type { Dataset, DatasetIdentity, RegionData } from './data/region';
export { openDataset } from './data/dataset';
export type { PlotlyFigure } from './figures/plotlyFigure';
export type { ResultTable } from './figures/resultTable';
export { showFigure, showTable, showText } from './figures/notebookDisplay';
export { tableFrame, type Frame } from './figures/tableFrame';
export { meanSquaredError } from './metrics/meanSquaredError';
export { peakSignalToNoiseRatio } from './metrics/peakSignalToNoiseRatio';
export { structuralSimilarity } from './metrics/structuralSimilarity';
export { pearsonCorrelation } from './metrics/pearsonCorrelation';
