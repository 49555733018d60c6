/**
 * The public interface of `dae-nr`: what notebooks import. Kept small, because the notebook kernel
 * type-checks it in every cell.
 */
export { UserError } from './errors';

export { openDataset } from './data/dataset';
export { gratings, type Grating } from './data/gratings';
export {
  column,
  ndArray,
  rowView as row,
  takeColumns,
  takeRows,
  type NdArray,
} from './data/ndArray';
export { createRandom } from './data/random';
export type { Dataset, DatasetIdentity, Labels, RegionData } from './data/region';
export { completeTrials, trialsPerImage } from './data/responses';
export { resizedBack, resizingMatrix } from './data/resize';
export { simulateLabelled } from './data/simulated/labelledRegion';
export { trueNeurons } from './data/simulated/simulateRegion';
export { splitTraining } from './data/split';

export { createParameterStore } from './backend/parameterStore';
export { uploadTensors } from './backend/tensorTransfer';
export { tf } from './backend/tensorflow';

export { bootstrap, type BootstrapInterval } from './metrics/bootstrap';
export {
  countDifference,
  crossedInterval,
  errorDifference,
  pccDifference,
} from './metrics/crossedInterval';
export {
  componentsFor,
  correctedParticipationRatio,
  participationRatio,
  varianceExplained,
  type CorrectedParticipationRatio,
} from './metrics/dimensionality';
export { imageStatistics } from './metrics/imageStatistics';
export {
  explainableVarianceExplained,
  noiseCeiling,
  type NoiseCeiling,
} from './metrics/noiseCeiling';
export {
  isConstant,
  pearsonCorrelation,
  pearsonPerNeuron,
  poissonLoss,
} from './metrics/responseScores';
export {
  countsByChance,
  criticalCorrelation,
  pearsonSignificance,
  permutationBand,
  significantNeurons,
  tBeyond,
  twoSidedP,
} from './metrics/significance';
export {
  dissimilarities,
  halvesOfTrials,
  kernelAlignment,
  linearCka,
  linearKernel,
  rankCorrelation,
  rsa,
  signalCorrelation,
  splitHalfCeiling,
  type ImageMatrix,
  type RepresentationSimilarity,
  type SimilarityCeiling,
} from './metrics/representationSimilarity';
export {
  meanSquaredError,
  peakSignalToNoiseRatio,
  scoreReconstructions,
  structuralSimilarity,
} from './metrics/imageScores';
export {
  areaUnderRoc,
  averagePrecision,
  scoreRecognition,
  type Recognition,
} from './metrics/recognition';
export {
  holm,
  smallestEffects,
  verdict,
  verdicts,
  type Verdict,
} from './metrics/verdict';
export { verdictRates } from './metrics/verdictRates';

export { reconstructWithCosines } from './baselines/cosineTransform';
export { fitLinearNonlinear, type LinearNonlinearFit } from './baselines/linearNonlinear';
export { fitPoissonGlm, predictPoissonGlm, type PoissonGlmFit } from './baselines/poissonGlm';
export { fitSupportVectors } from './baselines/supportVectors';
export { fitOutputNonlinearity, softplus } from './baselines/outputNonlinearity';
export {
  principalAxes,
  reconstructWithMeanImage,
  reconstructWithPrincipalComponents,
} from './baselines/principalComponents';
export { chooseRidge, fitRidge, type RidgeFit } from './baselines/ridge';
export { spikeTriggeredAverage } from './baselines/spikeTriggeredAverage';

export type { Autoencoder } from './models/autoencoder';
export { decodeDenseCode } from './models/cae';
export { cascadeReadout, energyReadout, perceptronReadout } from './models/filterReadouts';
export { klindtLayers, klindtPreset, klindtReadout } from './models/klindtReadout';
export { createForwardPass } from './models/forwardPass';
export {
  codebookLoss,
  codebookUse,
  commitmentLoss,
  nearestCodes,
  quantized,
  straightThrough,
} from './models/vqVae';
export {
  autoencoderNames,
  formatModelName,
  parseModelName,
  readoutNames,
} from './models/modelName';
export {
  createImageNetwork,
  createNetwork,
  type Network,
  type NetworkParts,
} from './models/network';
export type { Readout } from './models/readout';
export { klDivergence } from './models/vae';

export { batchIndices, orientedImages } from './training/batches';
export { applyNetwork, scoreValidation } from './training/evaluate';
export type { Hyperparameters, TrainingResult } from './training/training';
export { reconstructionLoss, responseLoss, trainingLoss } from './training/losses';
export { locateReceptiveFields, neuronStatistics } from './training/neuronStatistics';
export { train, trainNetwork } from './training/train';
export { trainingStep } from './training/trainingStep';

export { captionOf } from './paper/caption';
export { hyperparametersFor } from './paper/hyperparameters';
export {
  comparedCells,
  controlCells,
  doseCell,
  doses,
  focusRegion,
  frozenCells,
  reconstructionPair,
  manipulationPair,
  regularisedPair,
  rivalPair,
  similarityPair,
} from './paper/cells';
export { openReproduction, type Reproduction } from './paper/openReproduction';
export type { GivenOptions, ReproductionOptions } from './paper/options';
export {
  printed,
  printedRecognition,
  printedSource,
  recordedStatistics,
  type PrintedRow,
} from './paper/printed';
export type { Run } from './paper/run';
export { neuronGroupCells, pairSeeds, runs } from './paper/runs';
export {
  axes,
  bestValue,
  findSearchReport,
  isOnEdge,
  planSearch,
  type Axis,
  type Trial,
} from './paper/search';
export { specify, type Cell } from './paper/specify';

export { bars, type Bar } from './figures/bars';
export { colourOf } from './figures/colours';
export { histogram, scatter } from './figures/plots';
export { imageGrid, type ImageRow } from './figures/imageGrid';
export { intervals, type IntervalPanel, type IntervalPoint } from './figures/intervals';
export type { PlotlyFigure } from './figures/figureLayout';
export type { Row } from './figures/table';
export { save } from './figures/save';
export { readDrawing, show, type SvgDrawing } from './figures/show';
