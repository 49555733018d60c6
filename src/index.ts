/**
 * The public interface of `dae-nr`: what notebooks import. Kept small, because the notebook kernel
 * type-checks it in every cell.
 */
export { DivergedTraining, UserError } from './errors';

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
export {
  simulatedNeuron,
  trueNeurons,
  type SimulatedNeuron,
} from './data/simulated/simulateRegion';
export type { Tuning } from './data/simulated/receptiveField';
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
  type CrossedInterval,
} from './metrics/crossedInterval';
export {
  componentsFor,
  correctedParticipationRatio,
  participationRatio,
  varianceExplained,
  type CorrectedParticipationRatio,
} from './metrics/dimensionality';
export { imageStatistics } from './metrics/imageStatistics';
export { spikeTriggeredAverage } from './metrics/spikeTriggeredAverage';
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
export { identification, similarities } from './metrics/identification';
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

export { fitCosines, reconstructWithCosines } from './baselines/cosineTransform';
export { fitCascade, fitEnergyModel, fitPerceptron } from './baselines/filterModels';
export { fitKlindt, klindtPreset } from './baselines/klindt';
export type { TrainedRival } from './baselines/trainedRival';
export { fitLinearNonlinear, type LinearNonlinearModel } from './baselines/linearNonlinear';
export { fitPoissonGlm, type PoissonGlmModel } from './baselines/poissonGlm';
export { fitSupportVectors, type SupportVectorModel } from './baselines/supportVectors';
export type { FittedRival } from './baselines/trainingParts';
export { fitOutputNonlinearity, softplus } from './baselines/outputNonlinearity';
export {
  fitMeanImage,
  fitPrincipalComponents,
  principalAxes,
  reconstructWithMeanImage,
  reconstructWithPrincipalComponents,
} from './baselines/principalComponents';
export { chooseRidge, fitRidge, type RidgeFit } from './baselines/ridge';
export { fitRidgeReadout, type RidgeReadout } from './baselines/ridgeReadout';
export { openFeatures, type FeatureRegions } from './baselines/features';
export { gaborEnergies } from './baselines/gaborEnergies';

export type { Autoencoder } from './models/autoencoder';
export { decodeDenseCode } from './models/cae';
export type { FittedModel } from './models/fittedModel';
export { createForwardPass } from './models/forwardPass';
export { mobilenetLayers, type MobilenetWeights } from './models/mobilenet';
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
  createNetwork,
  type Network,
  type NetworkParts,
} from './models/network';
export { smallNormal } from './models/layers';
export { predictResponses, responseBias, type Readout, type ReadoutSite } from './models/readout';
export { klDivergence } from './models/vae';

export { batchIndices, orientedImages } from './training/batches';
export { fittedNetwork, scoreValidation, type FittedNetwork } from './training/evaluate';
export { score, type Scores } from './training/score';
export type { Hyperparameters, TrainedModel } from './training/training';
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
  manipulationPair,
  pricedVae,
  reconstructionPair,
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
export { lineDisplay } from './paper/progressLine';
export type { Run } from './paper/run';
export { disjointNeuronGroupCells, neuronGroupCells, pairSeeds, runs } from './paper/runs';
export {
  axes,
  bestValue,
  isOnEdge,
  planSearch,
  type Axis,
} from './paper/search';
export { ceilingCell, ceilingSettings, helpSources, isPapersSetting } from './paper/ceiling';
export type { Comparison, Family } from './paper/comparisonRows';
export { designCommit } from './paper/designCommit';
export {
  judge,
  judgedRow,
  judgePrimary,
  type JudgedContrast,
  type JudgedRow,
} from './paper/judge';
export { comparisonKey } from './paper/primaryContrasts';
export { findSearchReport, type Trial } from './paper/searchReport';
export { specify, type Cell } from './paper/specify';

export { bars, type Bar } from './figures/bars';
export { colourOf } from './figures/colours';
export { heatmaps } from './figures/heatmaps';
export { histogram, scatter } from './figures/plots';
export { scatterPanels, type ScatterPanel, type ScatterSeries } from './figures/scatterPanels';
export { stimuliAndResponses } from './figures/stimuliAndResponses';
export { imageGrid, type ImageRow } from './figures/imageGrid';
export { intervals, type IntervalPanel, type IntervalPoint } from './figures/intervals';
export type { PlotlyFigure, SvgDrawing } from './figures/figureLayout';
export type { Row } from './figures/table';
export { save } from './figures/save';
export { readDrawing, show } from './figures/show';

export { checkExercise, type CheckedCase } from './notebooks/checkExercise';
